"""Settings of metric alarms that CloudWatch refuses (API reference, PutMetricAlarm)."""

from collections.abc import Mapping
from typing import Any

from moto.cloudwatch.exceptions import ValidationError

from embedded_aws.cloudwatch.metrics.summary import UnknownStatisticError, check_statistic

MINUTE, DAY, WEEK = 60, 86_400, 604_800
SHORT_PERIODS = (10, 20, 30)
OPERATORS = (
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
)


def check(given: Mapping[str, Any]) -> None:
    """Refuse an operator, periods or datapoints that no alarm can have."""
    operator = given.get("comparison_operator")
    if operator is not None and operator not in OPERATORS:
        raise ValidationError(
            f"1 validation error detected: Value '{operator}' at 'comparisonOperator' failed to "
            f"satisfy constraint: Member must satisfy enum value set: [{', '.join(OPERATORS)}]"
        )
    _check_statistic(given.get("extended_statistic"))
    period, evaluated = int(given.get("period") or 0), int(given.get("evaluation_periods") or 1)
    if period and period not in SHORT_PERIODS and period % MINUTE:
        raise ValidationError("Metric alarms must have a period of 10, 20, 30 or a multiple of 60.")
    if period * evaluated > (WEEK if period >= 3600 else DAY):  # noqa: PLR2004 - an hour
        raise ValidationError(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be "
            "<= 86400), or a week where the period is an hour or more."
        )
    if int(given.get("datapoints_to_alarm") or 1) > evaluated:
        raise ValidationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")


def _check_statistic(name: str | None) -> None:
    """Refuse by name a statistic that no alarm can be evaluated by here."""
    try:
        check_statistic(name or "Sum")
    except UnknownStatisticError as error:
        raise ValidationError(str(error)) from error
