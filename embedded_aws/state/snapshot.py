"""All of moto's state in one file: written whole, renamed into place, read at the start."""

import contextlib
import gc
import hashlib
import importlib
import io
import os
import pickle  # nosec B403 # its own files alone
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from io import BufferedReader
from pathlib import Path
from typing import Any

from moto.backends import get_backend

from embedded_aws.state.pickling import Pickler, Unpickler, name_of, services

FORMAT = " snapshot 2"
"""The end of a header; before it, earlier ones have the name of a product."""
HEADER = f"embedded-aws{FORMAT}"
_DAMAGED = (
    "{path} is damaged ({why}). Move it away to start empty, "
    "or put back a copy you kept; nothing was changed."
)
UNREADABLE = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)
"""Errors of reading bytes that are no pickle."""


class SnapshotError(Exception):
    """The snapshot cannot be used; the message says what to do."""


def _versions() -> dict[str, str]:
    return {"moto": version("moto"), "python": ".".join(map(str, sys.version_info[:2]))}


def save(path: Path, before_it_counts: Callable[[str], None]) -> int:
    """Write the snapshot and return its size in bytes; nothing may change moto meanwhile.

    The callback gets the checksum of the complete file before it replaces the last one.
    """
    state = {}
    for backends in services():
        name = name_of(backends)
        for account, region, backend in backends.iter_backends():
            state[name, account, region] = backend.__dict__
        state[name, "", ""] = _own_attributes(backends)
    buffer = io.BytesIO()
    Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(state)
    body = buffer.getvalue()
    digest = hashlib.sha256(body).hexdigest()
    head = pickle.dumps((HEADER, _versions(), sorted({key[0] for key in state}), digest))
    _write(path, head + body, lambda: before_it_counts(digest))
    return len(head) + len(body)


def _own_attributes(backends: Any) -> dict[str, Any]:
    """A service's attributes beside its accounts (S3: the owner of each bucket)."""
    common = {"backend", "service_name", "_use_boto3_regions", "_additional_regions", "_id"}
    return {name: value for name, value in vars(backends).items() if name not in common}


def _write(path: Path, data: bytes, before_it_counts: Callable[[], None]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=".snapshot-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        before_it_counts()
        Path(scratch).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(scratch).unlink()
        raise


def restore(path: Path) -> str | None:
    """Restore moto from the snapshot; its checksum, None without one, else SnapshotError."""
    if not path.exists():
        return None
    only_ours(path)
    with path.open("rb") as file:
        try:
            digest = _checked(path, pickle.load(file), file)  # noqa: S301 - owned by this user, see above
            gc.disable()  # unpickling allocates much and frees nothing
            state = Unpickler(file).load()
        except SnapshotError:
            raise
        except UNREADABLE as error:
            raise SnapshotError(_DAMAGED.format(path=path, why=error)) from error
        finally:
            gc.enable()
    for (service, account, region), attributes in state.items():
        if not account:
            vars(get_backend(service)).update(attributes)
            continue
        backend = get_backend(service)[account][region]
        backend.__dict__.clear()
        backend.__dict__.update(attributes)
    return digest


def _checked(path: Path, head: object, file: BufferedReader) -> str:
    """The checksum of a snapshot that is intact, this user's, and of these versions."""
    if not isinstance(head, tuple) or len(head) != 4 or not str(head[0]).endswith(FORMAT):  # noqa: PLR2004
        raise SnapshotError(
            f"{path} is not a snapshot of this version. Move it away to start empty."
        )
    begin = file.tell()
    if hashlib.file_digest(file, "sha256").hexdigest() != head[3]:
        raise SnapshotError(_DAMAGED.format(path=path, why="its checksum is another"))
    file.seek(begin)
    if head[1] != _versions():
        versions, here = (
            ", ".join(f"{k} {v}" for k, v in each.items()) for each in (head[1], _versions())
        )
        raise SnapshotError(
            f"{path} was made with {versions}; this is {here}. "
            "Go back to those versions, or run `make clean` to start empty."
        )
    for service in head[2]:
        importlib.import_module(f"moto.{service}.models")
    return str(head[3])


def only_ours(path: Path) -> None:
    """Refuse a file that another user could have written: unpickling runs code."""
    status = path.stat()
    if status.st_uid != os.getuid() or status.st_mode & 0o022:
        raise SnapshotError(
            f"{path} belongs to or can be written by another user; it is not read. "
            "Make it yours alone (chmod 600) if you trust it."
        )
