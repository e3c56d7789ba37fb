"""The data points that a metric alarm evaluates, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudwatch.alarms.evaluation import COMPARISONS, EXTRA_POINTS, Rule
from embedded_aws.cloudwatch.maths.series import MathError
from embedded_aws.cloudwatch.metrics.queries import Queries, Window, metric_query
from embedded_aws.cloudwatch.metrics.store import MINUTE, Store

IGNORES_MISSING = "AWS/DynamoDB"
"""Alarms on this namespace stay as they are when data is missing, whatever they say."""


@dataclass(frozen=True)
class Points:
    """The values in the evaluation range, None where one is missing."""

    times: Sequence[int]
    values: Sequence[float | None]
    period: int


def points_of(store: Store, alarm: Any, now: float) -> Points:
    """The alarm's data points up to the last whole minute; MathError when it cannot have any."""
    if alarm.comparison_operator not in COMPARISONS or alarm.threshold is None:
        raise MathError("anomaly detection is not implemented by the embedded AWS")
    queries = _queries(alarm)
    returned = next((each["Id"] for each in queries if each.get("ReturnData", True)), None)
    if returned is None:
        raise MathError("no metric of the alarm returns data")
    period = Queries(store, queries, Window(0, 0)).period(returned)
    end = int(now) // MINUTE * MINUTE
    window = Window(end - period * (int(alarm.evaluation_periods) + EXTRA_POINTS), end)
    values = Queries(store, queries, window).values(returned)
    times = window.grid(period)
    return Points(times, [values.get(moment) for moment in times], period)


def rule_of(alarm: Any) -> Rule:
    """The alarm's settings for evaluating its data points."""
    periods = int(alarm.evaluation_periods)
    namespaces = {each["MetricStat"]["Metric"]["Namespace"] for each in _measured(alarm)}
    missing = alarm.treat_missing_data or "missing"
    return Rule(
        periods,
        int(alarm.datapoints_to_alarm or periods),
        "ignore" if IGNORES_MISSING in namespaces else missing,
    )


def _measured(alarm: Any) -> list[dict[str, Any]]:
    return [each for each in _queries(alarm) if "MetricStat" in each]


def _queries(alarm: Any) -> list[dict[str, Any]]:
    """The alarm's metric or metrics as metric data queries."""
    if alarm.metric_data_queries:
        return [_query(each) for each in alarm.metric_data_queries]
    metric = alarm.namespace, alarm.metric_name, _dimensions(alarm.dimensions)
    stat = alarm.statistic or alarm.extended_statistic
    return [metric_query(metric, int(alarm.period), stat, alarm.unit)]


def _query(definition: Any) -> dict[str, Any]:
    returned = definition.return_data is None or str(definition.return_data).lower() == "true"
    query: dict[str, Any] = {
        "Id": definition.id,
        "ReturnData": returned,
        "Period": definition.period,
    }
    if definition.expression:
        return query | {"Expression": definition.expression}
    stat, metric = definition.metric_stat, definition.metric_stat.metric
    named = metric.namespace, metric.metric_name, _dimensions(metric.dimensions)
    return query | {
        "MetricStat": metric_query(named, stat.period, stat.stat, stat.unit)["MetricStat"]
    }


def _dimensions(dimensions: Sequence[Any]) -> list[dict[str, str]]:
    return [{"Name": each.name, "Value": each.value} for each in dimensions]
