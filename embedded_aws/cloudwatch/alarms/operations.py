"""CloudWatch's alarm operations that moto lacks, or whose updates lose settings."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from moto.cloudwatch.exceptions import InvalidFormat, ResourceNotFound, ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

from embedded_aws.cloudwatch.alarms.checks import check
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
"""Fields that an update leaves as they were."""
OF_METRIC_ALARMS = (
    "namespace",
    "metric_name",
    "comparison_operator",
    "evaluation_periods",
    "period",
    "threshold",
    "statistic",
)
"""Fields that no composite alarm has."""


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
    """Keep an updated alarm's state; a new alarm starts with INSUFFICIENT_DATA."""

    def put_metric_alarm(self: Any, *arguments: Any, **options: Any) -> Any:
        check(options)
        before = self.alarms.get(options["name"])
        statistic = options.pop("extended_statistic", None)  # moto knows percentiles alone
        alarm = original(self, *arguments, **options)
        alarm.extended_statistic = statistic
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
    """Refuse to delete an alarm that a remaining composite alarm names."""
    for alarm in alarms.values():
        used = going & read(alarm.rule).names if alarm.rule else set()
        if used and alarm.name not in going:
            raise ValidationError(
                f"Cannot delete {min(used)} as there are composite alarm(s) depending on it"
            )


def set_alarm_state(
    self: Any, alarm_name: str, reason: str, reason_data: str | None, state_value: str
) -> None:
    """The operation SetAlarmState: a state until the next evaluation, with its actions."""
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
    """The operation PutCompositeAlarm."""
    parameters = self._get_params()
    backend = self.cloudwatch_backend
    _check_rule(backend, parameters)
    no_metric = dict.fromkeys(OF_METRIC_ALARMS)
    alarm = backend.put_metric_alarm(
        **no_metric,
        name=parameters["AlarmName"],
        description=parameters.get("AlarmDescription"),
        dimensions=[],
        alarm_actions=parameters.get("AlarmActions") or [],
        ok_actions=parameters.get("OKActions") or [],
        insufficient_data_actions=parameters.get("InsufficientDataActions") or [],
        actions_enabled=parameters.get("ActionsEnabled", True),
        rule=parameters["AlarmRule"],
        tags=parameters.get("Tags") or [],
    )
    alarm.alarm_rule = parameters["AlarmRule"]
    alarm.actions_suppressor = parameters.get("ActionsSuppressor")
    alarm.actions_suppressor_wait_period = parameters.get("ActionsSuppressorWaitPeriod")
    alarm.actions_suppressor_extension_period = parameters.get("ActionsSuppressorExtensionPeriod")
    return EmptyResult()


def _check_rule(backend: Any, parameters: Mapping[str, Any]) -> None:
    try:
        names = read(parameters["AlarmRule"]).names
    except RuleError as error:
        raise ValidationError(str(error)) from error
    suppressor = parameters.get("ActionsSuppressor")
    if suppressor:
        names = names | {suppressor.rsplit(":alarm:", maxsplit=1)[-1]}
    absent = sorted(names - set(backend.alarms))
    if absent:
        raise ValidationError(
            f"Could not save the composite alarm as alarms [{', '.join(absent)}] in the alarm "
            "rule do not exist"
        )


def _of_types(original: Callable[..., ActionResult]) -> Callable[..., ActionResult]:
    """Return metric alarms alone by default, as AWS does."""

    def describe_alarms(self: Any) -> ActionResult:
        answer = original(self)
        types = self._get_params().get("AlarmTypes") or ["MetricAlarm"]
        result: Any = answer.result
        for name in ("MetricAlarms", "CompositeAlarms"):
            result[name] = [each for each in result[name] if kind_of(each) in types]
        return answer

    return describe_alarms
