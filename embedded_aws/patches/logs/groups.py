"""Log groups by ARN, and streams by the beginning of their name, as `aws logs tail` asks for them.

CloudWatch Logs API reference, FilterLogEvents: `logGroupIdentifier` and `logStreamNamePrefix`.
"""

from collections.abc import Callable
from typing import Any

from moto.logs.responses import LogsResponse


def install() -> None:
    """Patch moto; safe to call more than once."""
    responses: Any = LogsResponse
    if not getattr(responses, "knows_identifiers", False):
        responses.knows_identifiers = True
        responses._get_param = _completed(responses._get_param)  # noqa: SLF001 - moto's way to read them


def _completed(original: Callable[..., Any]) -> Callable[..., Any]:
    """Derive a missing group or list of streams from what the request has instead."""

    def get_param(self: Any, name: str, *default: Any) -> Any:
        given = original(self, name, *default)
        if name == "logGroupName" and not given:
            return _named(str(original(self, "logGroupIdentifier") or "")) or given
        if name == "logGroupNames" and not given:
            identifiers = original(self, "logGroupIdentifiers") or []
            return [_named(each) for each in identifiers] or given
        prefix = original(self, "logStreamNamePrefix") if name == "logStreamNames" else None
        return _beginning(self, prefix) if prefix and not given else given

    return get_param


def _named(identifier: str) -> str:
    """The name in a name or ARN."""
    return identifier.rsplit(":log-group:", maxsplit=1)[-1].removesuffix(":*")


def _beginning(response: Any, prefix: str) -> list[str]:
    """The group's streams whose names begin with this; without any, a name that none has."""
    group = response.logs_backend.groups.get(response._get_param("logGroupName"))  # noqa: SLF001
    names = [name for name in group.streams if name.startswith(prefix)] if group else []
    return names or [f"{prefix}*"]
