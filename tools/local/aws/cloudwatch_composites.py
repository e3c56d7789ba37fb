"""PutCompositeAlarm, which moto lacks (CloudWatch API reference)."""

import re
from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

SUPPRESSION = (
    "ActionsSuppressor",
    "ActionsSuppressorWaitPeriod",
    "ActionsSuppressorExtensionPeriod",
)
_NAMED = re.compile(r"\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*[\"']?([^\"')]+?)[\"']?\s*\)")


def install() -> None:
    """Add the operation, and refuse to delete what a composite alarm depends on."""
    delete = CloudWatchResponse.delete_alarms

    def delete_alarms(self: Any) -> ActionResult:
        _check_unused(self.cloudwatch_backend.alarms, set(self._get_param("AlarmNames", [])))
        return delete(self)

    CloudWatchResponse.put_composite_alarm = _put
    CloudWatchResponse.delete_alarms = delete_alarms


def _put(self: Any) -> ActionResult:
    """A composite alarm is moto's alarm with a rule; its parts must exist."""
    alarms, name = self.cloudwatch_backend.alarms, self._get_param("AlarmName")
    suppressor = str(self._get_param("ActionsSuppressor") or "").rsplit(":alarm:", maxsplit=1)[-1]
    parts = {*_NAMED.findall(self._get_param("AlarmRule")), *filter(None, [suppressor])}
    missing = sorted(part.rsplit(":alarm:", maxsplit=1)[-1] for part in parts)
    missing = [part for part in missing if part not in alarms]
    if missing:
        raise ValidationError(
            f"Could not save the composite alarm {name} as alarms [{', '.join(missing)}] "
            "in the alarm rule do not exist"
        )
    answer = self.put_metric_alarm()
    alarm = alarms[name]
    given = {each: self._get_param(each) for each in SUPPRESSION}
    vars(alarm).update({_snake(each): held for each, held in given.items() if held is not None})
    return answer


def _snake(name: str) -> str:
    """The attribute that moto shows as this parameter."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _check_unused(alarms: Any, going: set[str]) -> None:
    """CloudWatch keeps an alarm while a composite alarm that stays names it."""
    for alarm in alarms.values():
        used = going & set(_NAMED.findall(alarm.rule or ""))
        if used and alarm.name not in going:
            raise ValidationError(
                f"Cannot delete {min(used)} as there are composite alarm(s) depending on it"
            )
