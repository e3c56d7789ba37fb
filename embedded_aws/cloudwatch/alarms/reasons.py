"""The reason of an alarm's state, in CloudWatch's words."""

from datetime import UTC, datetime
from typing import Any

from embedded_aws.cloudwatch.alarms.datapoints import Points
from embedded_aws.cloudwatch.alarms.evaluation import ALARM, COMPARISONS, INSUFFICIENT_DATA, Rule
from embedded_aws.cloudwatch.alarms.states import Verdict, iso


def verdict_of(alarm: Any, points: Points, rule: Rule, state: str, now: float) -> Verdict:
    """The state's reason, with the data points that led to it."""
    known = [
        (at, value)
        for at, value in zip(points.times, points.values, strict=True)
        if value is not None
    ][-rule.evaluation_periods :]
    data = {
        "version": "1.0",
        "queryDate": iso(now),
        "period": points.period,
        "recentDatapoints": [value for _, value in known],
        "threshold": alarm.threshold,
    }
    reason = _known(alarm, known, rule, state) if known else _unknown(rule, state)
    return Verdict(state, reason, data)


def _unknown(rule: Rule, state: str) -> str:
    count = rule.evaluation_periods
    were = f"{count} datapoint was unknown" if count == 1 else f"{count} datapoints were unknown"
    if state == INSUFFICIENT_DATA:
        return f"Insufficient Data: {were}."
    return f"Threshold Crossed: {were}, missing data being treated as {rule.treat_missing_data}."


def _known(alarm: Any, known: list[tuple[int, float]], rule: Rule, state: str) -> str:
    points = ", ".join(
        f"{value} ({datetime.fromtimestamp(at, UTC):%d/%m/%y %H:%M:%S})" for at, value in known
    )
    exceeds, words = COMPARISONS[alarm.comparison_operator]
    count = sum(exceeds(value, alarm.threshold) for _, value in known)
    change = "OK -> ALARM" if state == ALARM else "ALARM -> OK"
    needed = rule.datapoints_to_alarm
    if state != ALARM:
        count, words = len(known) - count, f"not {words}"
        needed = rule.evaluation_periods - needed + 1
    return (
        f"Threshold Crossed: {count} out of the last {rule.evaluation_periods} datapoints "
        f"[{points}] {'was' if count == 1 else 'were'} {words} the threshold ({alarm.threshold}) "
        f"(minimum {needed} for {change} transition)."
    )
