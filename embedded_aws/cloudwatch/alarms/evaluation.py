"""The state of an alarm (CloudWatch user guide, "How alarm state is evaluated …")."""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

OK = "OK"
ALARM = "ALARM"
INSUFFICIENT_DATA = "INSUFFICIENT_DATA"
EXTRA_POINTS = 2
"""So many points before the evaluation periods are looked at too, in place of missing ones."""

COMPARISONS: Mapping[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}


@dataclass(frozen=True)
class Rule:
    """The settings by which data points decide about a state."""

    evaluation_periods: int
    datapoints_to_alarm: int
    treat_missing_data: str = "missing"


def judged(breaching: Sequence[bool | None], rule: Rule, current: str) -> str:
    """The state by the data points, oldest first, None where one is missing."""
    real = [each for each in breaching if each is not None]
    if len(real) >= rule.evaluation_periods:
        return _reached(sum(real[-rule.evaluation_periods :]), rule)
    filled = rule.evaluation_periods - len(real)
    if rule.treat_missing_data == "breaching":
        return _reached(sum(real) + filled, rule)
    if rule.treat_missing_data == "notBreaching":
        return _reached(sum(real), rule)
    return _without_filling(breaching, real, rule, current)


def _reached(count: int, rule: Rule) -> str:
    return ALARM if count >= rule.datapoints_to_alarm else OK


def _without_filling(
    breaching: Sequence[bool | None], real: Sequence[bool], rule: Rule, current: str
) -> str:
    """The state by the real data points, with missing ones ignored or treated as missing."""
    missing = rule.treat_missing_data != "ignore"
    if not real:
        return INSUFFICIENT_DATA if missing else current
    if not all(real) or sum(real) >= rule.datapoints_to_alarm:
        return _reached(sum(real), rule)
    # A breaching point that is old enough, with nothing but missing or breaching ones since.
    age = len(breaching) - list(breaching).index(True)
    return ALARM if missing and age >= rule.datapoints_to_alarm else current
