"""Method settings of a stage (API reference, MethodSetting)."""

from collections.abc import Callable
from typing import Any

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patches import Change, as_number

ALL = "*/*"
LONGEST_TTL = 3600
LEVELS = ("OFF", "ERROR", "INFO")
STRATEGIES = (
    "FAIL_WITH_403",
    "SUCCEED_WITH_RESPONSE_HEADER",
    "SUCCEED_WITHOUT_RESPONSE_HEADER",
)
DEFAULTS = {
    "metricsEnabled": False,
    "dataTraceEnabled": False,
    "throttlingBurstLimit": 5000,
    "throttlingRateLimit": 10000.0,
    "cachingEnabled": False,
    "cacheTtlInSeconds": 300,
    "cacheDataEncrypted": False,
    "requireAuthorizationForCacheControl": True,
    "unauthorizedCacheControlHeaderStrategy": "SUCCEED_WITH_RESPONSE_HEADER",
}


def _flag(value: str) -> bool:
    return value.lower() == "true"


def _one_of(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def checked(value: str) -> str:
        if value not in allowed:
            raise BadRequestError(
                f"Invalid method setting value: {value}. Must be one of: {allowed}"
            )
        return value

    return checked


def _limit(kind: type) -> Callable[[str], Any]:
    def checked(value: str) -> Any:
        limit = as_number(value, kind, f"Invalid throttling limit: {value}")
        if limit < -1:
            raise BadRequestError(f"Invalid throttling limit: {value}")
        return limit

    return checked


def _ttl(value: str) -> int:
    seconds: int = as_number(value, int, f"Invalid cache TTL: {value}")
    if not 0 <= seconds <= LONGEST_TTL:
        raise BadRequestError(f"Cache TTL must be between 0 and {LONGEST_TTL} seconds")
    return seconds


SETTINGS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "metrics/enabled": ("metricsEnabled", _flag),
    "logging/dataTrace": ("dataTraceEnabled", _flag),
    "logging/loglevel": ("loggingLevel", _one_of(LEVELS)),
    "throttling/burstLimit": ("throttlingBurstLimit", _limit(int)),
    "throttling/rateLimit": ("throttlingRateLimit", _limit(float)),
    "caching/enabled": ("cachingEnabled", _flag),
    "caching/ttlInSeconds": ("cacheTtlInSeconds", _ttl),
    "caching/dataEncrypted": ("cacheDataEncrypted", _flag),
    "caching/requireAuthorizationForCacheControl": ("requireAuthorizationForCacheControl", _flag),
    "caching/unauthorizedCacheControlHeaderStrategy": (
        "unauthorizedCacheControlHeaderStrategy",
        _one_of(STRATEGIES),
    ),
}


def split(path: str) -> tuple[str, str] | None:
    """(method, setting) of a path such as `/pets/GET/caching/enabled`; None for another one."""
    method, _, last = path.removeprefix("/").rpartition("/")
    method, _, group = method.rpartition("/")
    return (method, f"{group}/{last}") if f"{group}/{last}" in SETTINGS and "/" in method else None


def patched(change: Change, method: str, setting: str) -> None:
    """Set one setting; a method's first one takes the others from the stage's default."""
    every: dict[str, Json] = change.target["methodSettings"]
    name, convert = SETTINGS[setting]
    own = every.setdefault(method, {**(every.get(ALL) or DEFAULTS)})
    own[name] = convert(change.value or "")


def removed(target: Json, path: str) -> bool:
    """Remove a method's settings, or one of them; whether there were any."""
    every, method = target["methodSettings"], path.removeprefix("/")
    if method in every:
        del every[method]
        return True
    parts = split(path)
    if not parts or parts[0] not in every:
        return False
    name = SETTINGS[parts[1]][0]
    every[parts[0]].pop(name, None)
    if name in DEFAULTS:
        every[parts[0]][name] = DEFAULTS[name]
    return True
