"""Suppression of a composite alarm's actions (CloudWatch user guide, "Alarm suppression")."""

from typing import Any

from embedded_aws.cloudwatch.alarms.evaluation import ALARM
from embedded_aws.cloudwatch.alarms.states import act


def act_unless_suppressed(backend: Any, alarm: Any, now: float) -> None:
    """Perform the waiting actions of the alarm's last change, unless they are suppressed."""
    if getattr(alarm, "waiting_actions", None) and not _suppressed(backend, alarm, now):
        act(backend, alarm, now)


def _suppressed(backend: Any, alarm: Any, now: float) -> bool:
    """Whether the waiting actions are still suppressed; records the reason."""
    named = getattr(alarm, "actions_suppressor", None)
    suppressor = backend.alarms.get(named.rsplit(":alarm:", maxsplit=1)[-1]) if named else None
    if suppressor is None:
        return False
    by, reason = _cause(alarm, suppressor, now) or (None, None)
    alarm.actions_suppressed_by, alarm.actions_suppressed_reason = by, reason
    return by is not None


def _cause(alarm: Any, suppressor: Any, now: float) -> tuple[str, str] | None:
    if suppressor.state_value == ALARM:
        alarm.suppressed_until = now
        return "Alarm", f"{suppressor.name} is in ALARM"
    left = getattr(alarm, "suppressed_until", None)
    waiting = alarm.waiting_actions["since"]
    if left is not None and left >= waiting:
        extension = alarm.actions_suppressor_extension_period or 0
        if now - left < extension:
            return "ExtensionPeriod", f"{suppressor.name} left ALARM less than {extension} s ago"
        return None
    wait = alarm.actions_suppressor_wait_period or 0
    if now - waiting < wait:
        return "WaitPeriod", f"{suppressor.name} has {wait} s to go to ALARM"
    return None
