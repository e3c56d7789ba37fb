"""Starts AWS's runtime interface client where AWS's host names lead to the embedded AWS.

Code that fetches a user pool's keys, or calls an API by its address, names AWS's hosts and speaks
TLS. Both end at this machine's ports. It runs in the function's process, on any Python version,
without another module of this package, and imports nothing before the function needs it.
"""

from __future__ import annotations

import os
import sys

sys.path[0] = os.getcwd()  # noqa: PTH109 - as `python -m` does, and without pathlib

import importlib.util  # noqa: E402 - only now, from the right path
import runpy  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType
    from typing import Any

DOMAINS = (".amazonaws.com", ".amazoncognito.com")


def _address(variable: str | None) -> tuple[str, int] | None:
    """The host and port of an endpoint such as `http://127.0.0.1:4566`."""
    host, _, port = (variable or "").partition("//")[2].partition(":")
    return (host, int(port)) if port.isdigit() else None


SERVICES = _address(os.environ.get("AWS_ENDPOINT_URL"))
APIS = _address(os.environ.pop("AWS_ENDPOINT_URL_EXECUTE_API", None))


def _place(host: Any) -> tuple[str, int] | None:
    """The address here of a host of AWS; None for any other."""
    name = host.decode() if isinstance(host, bytes) else str(host)
    if not name.endswith(DOMAINS):
        return None
    return APIS if ".execute-api." in name else SERVICES


def _lead_names(socket: ModuleType) -> None:
    find = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        """The addresses of the host; the port here where the host is AWS's."""
        return find(*(_place(host) or (host, port)), *more, **named)

    socket.getaddrinfo = getaddrinfo  # type: ignore[attr-defined]


def _end_tls(ssl: ModuleType) -> None:
    encrypt, ends = ssl.SSLContext.wrap_socket, _plain_ends(ssl.socket)

    def wrap_socket(context: Any, sock: Any, *more: Any, **named: Any) -> Any:
        """The connection as it is to a host of AWS, encrypted to any other."""
        if _place(named.get("server_hostname")):
            return ends(sock)
        return encrypt(context, sock, *more, **named)

    ssl.SSLContext.wrap_socket = wrap_socket


def _plain_ends(socket: Any) -> Any:
    class Plain(socket):  # type: ignore[misc]
        """A connection without TLS that answers as one with it."""

        def __init__(self, sock: Any) -> None:
            timeout = sock.gettimeout()
            super().__init__(sock.family, sock.type, sock.proto, sock.detach())
            self.settimeout(timeout)

        def getpeercert(self, binary_form: bool = False) -> Any:  # noqa: FBT001, FBT002 - ssl's
            """No certificate."""
            return b"" if binary_form else {}

        def selected_alpn_protocol(self) -> None:
            """No protocol was chosen: HTTP/1.1."""

        def version(self) -> None:
            """No version of TLS."""

    return Plain


class After:
    """A finder that changes a module once it is imported."""

    changes: dict[str, Callable[[Any], None]] = {"socket": _lead_names, "ssl": _end_tls}  # noqa: RUF012

    @classmethod
    def find_spec(cls, name: str, path: Any = None, target: Any = None) -> Any:
        """The module's own specification, whose end is the change."""
        del path, target
        change = cls.changes.pop(name, None)
        spec = importlib.util.find_spec(name) if change else None
        if spec and change:
            loader: Any = spec.loader
            run = loader.exec_module
            loader.exec_module = lambda module: (run(module), change(module))
        return spec


if SERVICES:
    sys.meta_path.insert(0, After)
    for each in set(After.changes) & set(sys.modules):
        After.changes.pop(each)(sys.modules[each])
runpy.run_module("awslambdaric", run_name="__main__", alter_sys=True)
