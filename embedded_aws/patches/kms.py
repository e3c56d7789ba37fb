"""Keys that are disabled or on their way out encrypt nothing, where moto's go on; rotation periods.

KMS developer guide, "Key states of AWS KMS keys".
"""

import inspect
import json
from collections.abc import Callable
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse

YEAR_DAYS = 365
WITH_KEY = ("encrypt", "generate_data_key", "sign", "verify", "generate_mac", "verify_mac")


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = KmsBackend
    if getattr(backend, "heeds_states", False):
        return
    backend.heeds_states = True
    for operation in WITH_KEY:
        setattr(backend, operation, _checked(getattr(backend, operation)))
    _patch_rotation(KmsResponse)


def _patch_rotation(responses: Any) -> None:
    """Keep and show the period, which is a year unless the request says otherwise."""
    enable, status = responses.enable_key_rotation, responses.get_key_rotation_status

    def key_of(self: Any) -> Any:
        place = self.kms_backend
        return place.keys[place.get_key_id(self._get_param("KeyId"))]

    def enable_key_rotation(self: Any) -> str:
        answer: str = enable(self)
        key_of(self).rotation_days = self._get_param("RotationPeriodInDays") or YEAR_DAYS
        return answer

    def get_key_rotation_status(self: Any) -> str:
        answer: dict[str, Any] = json.loads(status(self))
        key = key_of(self)
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(key, "rotation_days", YEAR_DAYS)
        return json.dumps({**answer, "KeyId": key.arn})

    responses.enable_key_rotation = enable_key_rotation
    responses.get_key_rotation_status = get_key_rotation_status


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
