"""Keys that are disabled or on their way out encrypt nothing, where moto's go on.

KMS developer guide, "Key states of AWS KMS keys".
"""

import inspect
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend

WITH_KEY = ("encrypt", "generate_data_key", "sign", "verify", "generate_mac", "verify_mac")


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = KmsBackend
    if getattr(backend, "heeds_states", False):
        return
    backend.heeds_states = True
    for operation in WITH_KEY:
        setattr(backend, operation, _checked(getattr(backend, operation)))


def _checked(original: Callable[..., Any]) -> Callable[..., Any]:
    names = inspect.signature(original)

    def with_key(self: Any, *given: Any, **named: Any) -> Any:
        _check(self, names.bind(self, *given, **named).arguments["key_id"])
        return original(self, *given, **named)

    return with_key


def _check(backend: Any, named: str) -> None:
    """Refuse a key whose state allows no cryptography; an unknown one is told of elsewhere."""
    key = backend.keys.get(backend.any_id_to_key_id(named))
    if key is None or key.key_state == "Enabled":
        return
    if key.key_state == "Disabled":
        raise JsonRESTError("DisabledException", f"{key.arn} is disabled.")
    raise JsonRESTError("KMSInvalidStateException", f"{key.arn} is pending deletion.")
