"""Changes of an alarm's state: their record, and the actions that they cause."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.sns.models import sns_backends

from embedded_aws.cloudwatch.alarms.evaluation import ALARM, OK
from embedded_aws.cloudwatch.alarms.history import Entry, record

SUBJECT_LIMIT = 100
_report = logging.getLogger(__name__)


def iso(at: float) -> str:
    """A time in the format of CloudWatch's messages."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "+0000"


@dataclass(frozen=True)
class Verdict:
    """A state and its reason."""

    state: str
    reason: str
    data: Mapping[str, Any] = field(default_factory=dict)


def change(backend: Any, alarm: Any, verdict: Verdict, at: float) -> None:
    """Set the alarm's state; a different state is recorded and causes actions."""
    old = {"stateValue": alarm.state_value, "stateReason": alarm.state_reason}
    moment = datetime.fromtimestamp(at, UTC).replace(tzinfo=None)
    state, reason, data = verdict.state, verdict.reason, verdict.data
    changed = state != alarm.state_value
    alarm.state_reason, alarm.state_reason_data = reason, json.dumps(data)
    alarm.state_updated_timestamp = moment
    if not changed:
        return
    alarm.state_value = state
    alarm.state_transitioned_timestamp = moment
    new = {"stateValue": state, "stateReason": reason, "stateReasonData": data}
    summary = f"Alarm updated from {old['stateValue']} to {state}"
    record(backend, alarm, Entry("StateUpdate", summary, {"oldState": old, "newState": new}), at)
    alarm.waiting_actions = {"old": old["stateValue"], "since": at}


def act(backend: Any, alarm: Any, at: float) -> None:
    """Perform the actions that the last change is waiting for."""
    waiting, alarm.waiting_actions = alarm.waiting_actions, None
    if waiting is None or not alarm.actions_enabled:
        return
    for arn in actions_of(alarm):
        try:
            _perform(alarm, arn, waiting["old"], waiting["since"])
        except Exception as error:  # noqa: BLE001 - whatever a subscriber raises, the alarm goes on
            _report.warning("The action %s of %s failed: %s", arn, alarm.name, error)
            outcome, summary = "Failed", f"Failed to execute action {arn}: {error}"
        else:
            outcome, summary = "Succeeded", f"Successfully executed action {arn}"
        data = {"actionState": outcome, "notificationResource": arn}
        record(backend, alarm, Entry("Action", summary, data), at)


def actions_of(alarm: Any) -> list[str]:
    """The ARNs of the actions for the alarm's state."""
    by_state = {ALARM: alarm.alarm_actions, OK: alarm.ok_actions}
    return list(by_state.get(alarm.state_value, alarm.insufficient_data_actions) or [])


class ActionError(Exception):
    """The embedded AWS cannot perform this action."""


def _perform(alarm: Any, arn: str, old: str, at: float) -> None:
    _, _, service, region, account = arn.split(":")[:5]
    if service != "sns":
        raise ActionError(f"the embedded AWS performs SNS actions only, not those of {service}")
    subject = f'{alarm.state_value}: "{alarm.name}" in {region}'[: SUBJECT_LIMIT - 1]
    message = json.dumps(_message(alarm, account, old, at))
    sns_backends[account][region].publish(message, arn=arn, subject=subject)


def _message(alarm: Any, account: str, old: str, at: float) -> dict[str, Any]:
    """The message to subscribers (CloudWatch user guide, "Notifying users on alarm changes")."""
    message = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": account,
        "AlarmConfigurationUpdatedTimestamp": iso(
            alarm.configuration_updated_timestamp.replace(tzinfo=UTC).timestamp()
        ),
        "NewStateValue": alarm.state_value,
        "NewStateReason": alarm.state_reason,
        "StateChangeTime": iso(at),
        "Region": alarm.region_name,
        "AlarmArn": alarm.alarm_arn,
        "OldStateValue": old,
        "OKActions": alarm.ok_actions,
        "AlarmActions": alarm.alarm_actions,
        "InsufficientDataActions": alarm.insufficient_data_actions,
    }
    if alarm.rule is not None:
        return message | {"AlarmRule": alarm.rule}
    return message | {"Trigger": _trigger(alarm)}


def _trigger(alarm: Any) -> dict[str, Any]:
    trigger = {
        "Period": alarm.period,
        "EvaluationPeriods": alarm.evaluation_periods,
        "DatapointsToAlarm": alarm.datapoints_to_alarm,
        "ComparisonOperator": alarm.comparison_operator,
        "Threshold": alarm.threshold,
        "TreatMissingData": alarm.treat_missing_data or "missing",
    }
    if alarm.metric_data_queries:
        metrics = [
            {"Id": each.id, "Expression": each.expression, "Label": each.label}
            for each in alarm.metric_data_queries
        ]
        return trigger | {"Metrics": metrics}
    dimensions = [{"name": each.name, "value": each.value} for each in alarm.dimensions]
    metric = {"MetricName": alarm.metric_name, "Namespace": alarm.namespace}
    statistic = alarm.statistic or alarm.extended_statistic
    return trigger | metric | {"Statistic": statistic, "Dimensions": dimensions}
