"""Pickles of moto's state: what holds no data is left out, and names that moved are found."""

import pickle  # nosec B403 # its own files alone
import threading
import weakref
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from types import GeneratorType
from typing import Any, get_args

import cloudpickle
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from moto.backends import get_backend
from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend

_LOCKS = (type(threading.Lock()), type(threading.RLock()))


class Pickler(cloudpickle.Pickler):  # type: ignore[misc]
    """Leaves out locks and threads, and stores backends by name instead of copying them."""

    def reducer_override(self, obj: Any) -> Any:
        """The reduced form of what needs one of its own; asked for each object of the state."""
        reduce = _reducer_of(type(obj))
        reduced = reduce(obj) if reduce else None
        return reduced or super().reducer_override(obj)


Reducer = Callable[[Any], tuple[Any, ...] | None]


_known: dict[type, Reducer | None] = {}


def _reducer_of(kind: type) -> Reducer | None:
    """How objects of a class are stored; None for the usual way."""
    if kind not in _known:
        fitting = (reducer for classes, reducer in _reducers() if issubclass(kind, classes))
        _known[kind] = next(fitting, None)
    return _known[kind]


@cache
def _reducers() -> tuple[tuple[tuple[type, ...], Reducer], ...]:
    return (
        ((_LOCKS[0],), lambda _: (threading.Lock, ())),
        ((_LOCKS[1],), lambda _: (threading.RLock, ())),
        ((threading.Thread,), lambda _: (type(None), ())),
        ((GeneratorType,), lambda _: (_interrupted, ())),
        ((BackendDict,), lambda obj: (_backend, ("service", obj.service_name))),
        ((AccountSpecificBackend,), _account),
        ((BaseBackend,), _named_backend),
        ((defaultdict,), _own_dictionary),
        ((weakref.WeakValueDictionary,), lambda obj: (weakref.WeakValueDictionary, (dict(obj),))),
        (get_args(PrivateKeyTypes), _reduced_private_key),
        (get_args(PublicKeyTypes), _reduced_public_key),
        ((x509.Certificate,), _reduced_certificate),
    )


def _interrupted() -> Iterator[Any]:
    """The rest of a list whose pages were read before a restart, as moto keeps some."""
    raise RuntimeError("this list was begun before a restart: read it from its first page")
    yield


def _account(obj: AccountSpecificBackend[Any]) -> tuple[Any, ...]:
    return _backend, ("account", obj.service_name, obj.account_id)


def _named_backend(obj: BaseBackend) -> tuple[Any, ...] | None:
    name = service_name(obj)
    return (_backend, ("backend", name, obj.account_id, obj.region_name)) if name else None


def _own_dictionary(obj: defaultdict[Any, Any]) -> tuple[Any, ...] | None:
    """A dictionary class of moto's that has a default and attributes of its own."""
    if type(obj) is defaultdict:
        return None
    state = (obj.default_factory, obj.__dict__)
    return _bare, (type(obj),), state, None, iter(obj.items()), _refill


def _backend(kind: str, service: str, *place: str) -> Any:
    backends = get_backend(service)
    if kind == "service":
        return backends
    account = backends[place[0]]
    return account if kind == "account" else account[place[1]]


def _bare(kind: Any) -> Any:
    """An instance of a moto dictionary class, made without its constructor."""
    return kind.__new__(kind)


def _refill(mapping: Any, state: Any) -> None:
    mapping.default_factory, attributes = state
    mapping.__dict__.update(attributes)


def _private_key(pem: bytes) -> Any:
    return load_pem_private_key(pem, None)


def _public_key(pem: bytes) -> Any:
    return load_pem_public_key(pem)


def _certificate(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def _reduced_private_key(obj: Any) -> tuple[Any, ...]:
    pem = obj.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return _private_key, (pem,)


def _reduced_public_key(obj: Any) -> tuple[Any, ...]:
    pem = obj.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return _public_key, (pem,)


def _reduced_certificate(obj: x509.Certificate) -> tuple[Any, ...]:
    return _certificate, (obj.public_bytes(Encoding.PEM),)


MOVED = {
    "embedded_aws.aws.snapshot": "embedded_aws.state.pickling",
    "embedded_aws.state.snapshot": "embedded_aws.state.pickling",
    "embedded_aws.aws.cognito_secrets": "embedded_aws.patches.cognito.client_secrets",
}
"""Modules whose objects are in snapshots, by the names that they had when those were written."""
_FORMER_PACKAGE = "tools.local."


class Unpickler(pickle.Unpickler):
    """Resolves backends by name, and our own classes by their former names."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith(_FORMER_PACKAGE):
            module = f"embedded_aws.{module.removeprefix(_FORMER_PACKAGE)}"
        return super().find_class(MOVED.get(module, module), name)

    def persistent_load(self, pid: Any) -> Any:
        """The backend that a snapshot of an earlier version names."""
        kind, service, *place = pid
        return _backend(kind, service, *place)


_names: dict[type, str] = {}


def services() -> list[BackendDict[Any]]:
    """The backends of every service that moto has loaded."""
    return list(BackendDict._instances)  # noqa: SLF001 - moto keeps no public list


def name_of(backends: BackendDict[Any]) -> str:
    """Moto's name of the service."""
    return str(backends.backend.__module__.split(".")[1])


def service_name(backend: BaseBackend) -> str | None:
    """Moto's name of the backend's service."""
    if type(backend) not in _names:
        _names.update((each.backend, name_of(each)) for each in services())
    return _names.get(type(backend))
