"""Log groups keep the class that they are made with, and say it (API reference, LogGroup)."""

from typing import Any

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

STANDARD = "STANDARD"


def install() -> None:
    """Patch moto; safe to call more than once."""
    group: Any = LogGroup
    if hasattr(group, "log_group_class"):
        return
    group.log_group_class = STANDARD
    describe, create = group.to_describe_dict, LogsResponse.create_log_group

    def to_describe_dict(self: Any) -> dict[str, Any]:
        return {**describe(self), "logGroupClass": self.log_group_class}

    def create_log_group(self: Any) -> str:
        answer: str = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.log_group_class = self._get_param("logGroupClass") or STANDARD
        return answer

    group.to_describe_dict = to_describe_dict
    LogsResponse.create_log_group = create_log_group
