"""CloudWatch's alarm operations: what moto lacks, or forgets on an update."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from moto.cloudwatch.exceptions import InvalidFormat, ResourceNotFound, ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudwatch.alarms.composite_rules import STATES, RuleError, read
from embedded_aws.cloudwatch.alarms.evaluation import INSUFFICIENT_DATA
from embedded_aws.cloudwatch.alarms.history import Entry, describe_alarm_history, kind_of, record
from embedded_aws.cloudwatch.alarms.states import Verdict, change
from embedded_aws.cloudwatch.alarms.suppression import act_unless_suppressed

KEPT = (
    "state_value",
    "state_reason",
    "state_reason_data",
    "state_updated_timestamp",
    "state_transitioned_timestamp",
    "waiting_actions",
    "suppressed_until",
)
"""What an update leaves as it was."""
OF_METRIC_ALARMS = (
    "namespace",
    "metric_name",
    "comparison_operator",
    "evaluation_periods",
    "period",
    "threshold",
    "statistic",
)
"""What a composite alarm has none of."""


def install() -> None:
    """Add them to moto; safe to call more than once."""
    backend: Any = CloudWatchBackend
    if getattr(backend, "evaluates_alarms", False):
        return
    backend.evaluates_alarms = True
    backend.put_metric_alarm = _kept_state(backend.put_metric_alarm)
    backend.delete_alarms = _noted(backend.delete_alarms)
    backend.set_alarm_state = set_alarm_state
    responses: Any = CloudWatchResponse
    responses.put_composite_alarm = put_composite_alarm
    responses.describe_alarms = _of_types(responses.describe_alarms)
    responses.describe_alarm_history = describe_alarm_history


def _kept_state(original: Callable[..., Any]) -> Callable[..., Any]:
    """A new alarm has no data yet; an updated one keeps its state."""

    def put_metric_alarm(self: Any, *arguments: Any, **options: Any) -> Any:
        before = self.alarms.get(options["name"])
        alarm = original(self, *arguments, **options)
        alarm.state_value = INSUFFICIENT_DATA
        alarm.state_transitioned_timestamp = alarm.state_updated_timestamp
        alarm.waiting_actions = alarm.suppressed_until = None
        for name in KEPT if before else ():
            setattr(alarm, name, getattr(before, name, None))
        done = "updated" if before else "created"
        summary = f'Alarm "{alarm.name}" {done}'
        record(self, alarm, Entry("ConfigurationUpdate", summary, {"type": done}), time.time())
        return alarm

    return put_metric_alarm


def _noted(original: Callable[..., None]) -> Callable[..., None]:
    def delete_alarms(self: Any, alarm_names: list[str]) -> None:
        _check_unused(self.alarms, set(alarm_names))
        gone = [self.alarms[name] for name in alarm_names if name in self.alarms]
        original(self, alarm_names)
        for alarm in gone:
            summary = f'Alarm "{alarm.name}" deleted'
            record(
                self, alarm, Entry("ConfigurationUpdate", summary, {"type": "deleted"}), time.time()
            )

    return delete_alarms


def _check_unused(alarms: Mapping[str, Any], going: set[str]) -> None:
    """CloudWatch keeps an alarm while a composite alarm that stays names it."""
    for alarm in alarms.values():
        used = going & read(alarm.rule).names if alarm.rule else set()
        if used and alarm.name not in going:
            raise ValidationError(
                f"Cannot delete {min(used)} as there are composite alarm(s) depending on it"
            )


def set_alarm_state(
    self: Any, alarm_name: str, reason: str, reason_data: str | None, state_value: str
) -> None:
    """Set a state until the next evaluation, with its actions."""
    if alarm_name not in self.alarms:
        raise ResourceNotFound("Unknown")
    if state_value not in STATES:
        raise ValidationError(f"Value '{state_value}' at 'stateValue' is none of {STATES}")
    try:
        data = json.loads(reason_data or "{}")
    except ValueError as error:
        raise InvalidFormat("Unknown") from error
    alarm, now = self.alarms[alarm_name], time.time()
    change(self, alarm, Verdict(state_value, reason, data), now)
    act_unless_suppressed(self, alarm, now)


def put_composite_alarm(self: Any) -> EmptyResult:
    """Create or update a composite alarm."""
    asked = self._get_params()
    backend = self.cloudwatch_backend
    _check_rule(backend, asked)
    no_metric = dict.fromkeys(OF_METRIC_ALARMS)
    alarm = backend.put_metric_alarm(
        **no_metric,
        name=asked["AlarmName"],
        description=asked.get("AlarmDescription"),
        dimensions=[],
        alarm_actions=asked.get("AlarmActions") or [],
        ok_actions=asked.get("OKActions") or [],
        insufficient_data_actions=asked.get("InsufficientDataActions") or [],
        actions_enabled=asked.get("ActionsEnabled", True),
        rule=asked["AlarmRule"],
        tags=asked.get("Tags") or [],
    )
    alarm.alarm_rule = asked["AlarmRule"]
    alarm.actions_suppressor = asked.get("ActionsSuppressor")
    alarm.actions_suppressor_wait_period = asked.get("ActionsSuppressorWaitPeriod")
    alarm.actions_suppressor_extension_period = asked.get("ActionsSuppressorExtensionPeriod")
    return EmptyResult()


def _check_rule(backend: Any, asked: Mapping[str, Any]) -> None:
    try:
        names = read(asked["AlarmRule"]).names
    except RuleError as error:
        raise ValidationError(str(error)) from error
    suppressor = asked.get("ActionsSuppressor")
    if suppressor:
        names = names | {suppressor.rsplit(":alarm:", maxsplit=1)[-1]}
    absent = sorted(names - set(backend.alarms))
    if absent:
        raise ValidationError(
            f"Could not save the composite alarm as alarms [{', '.join(absent)}] in the alarm "
            "rule do not exist"
        )


def _of_types(original: Callable[..., ActionResult]) -> Callable[..., ActionResult]:
    """Show metric alarms alone unless others are asked for, as AWS does."""

    def describe_alarms(self: Any) -> ActionResult:
        shown = original(self)
        wanted = self._get_params().get("AlarmTypes") or ["MetricAlarm"]
        result: Any = shown.result
        for name in ("MetricAlarms", "CompositeAlarms"):
            result[name] = [each for each in result[name] if kind_of(each) in wanted]
        return shown

    return describe_alarms
