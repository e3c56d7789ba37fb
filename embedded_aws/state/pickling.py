"""Pickles of moto's state: what holds no data is left out, and names that moved are found."""

import pickle
import threading
import weakref
from collections import defaultdict
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

    def persistent_id(self, obj: Any) -> Any:
        if isinstance(obj, BackendDict):
            return "service", obj.service_name, type(obj).__module__
        if isinstance(obj, AccountSpecificBackend):
            return "account", obj.service_name, obj.account_id
        if isinstance(obj, BaseBackend):
            name = service_name(obj)
            if name:
                return "backend", name, obj.account_id, obj.region_name
        return None

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, _LOCKS[0]):
            return threading.Lock, ()
        if isinstance(obj, _LOCKS[1]):
            return threading.RLock, ()
        if isinstance(obj, threading.Thread):
            return type(None), ()
        if isinstance(obj, defaultdict) and type(obj) is not defaultdict:
            state = (obj.default_factory, obj.__dict__)
            return _bare, (type(obj),), state, None, iter(obj.items()), _refill
        if isinstance(obj, weakref.WeakValueDictionary):
            return weakref.WeakValueDictionary, (dict(obj),)
        return _reduced_key(obj) or super().reducer_override(obj)


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


def _reduced_key(obj: Any) -> tuple[Any, ...] | None:
    """A key or certificate of the cryptography library, stored as PEM."""
    if isinstance(obj, get_args(PrivateKeyTypes)):
        pem = obj.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return _private_key, (pem,)
    if isinstance(obj, get_args(PublicKeyTypes)):
        return _public_key, (obj.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),)
    if isinstance(obj, x509.Certificate):
        return _certificate, (obj.public_bytes(Encoding.PEM),)
    return None


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
        kind, service, *place = pid
        backends = get_backend(service)
        if kind == "service":
            return backends
        account = backends[place[0]]
        return account if kind == "account" else account[place[1]]


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
