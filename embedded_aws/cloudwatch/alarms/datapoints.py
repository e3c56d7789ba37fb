"""What a deployed metric alarm looks at: its data points, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudwatch.alarms.evaluation import COMPARISONS, EXTRA_POINTS, Rule
from embedded_aws.cloudwatch.maths.functions import MathError
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
    """The alarm's data points up to the last whole minute; MathError when there can be none."""
    if alarm.comparison_operator not in COMPARISONS or alarm.threshold is None:
        raise MathError("anomaly detection is not implemented by the embedded AWS")
    queries = _queries(alarm)
    shown = next((each["Id"] for each in queries if each.get("ReturnData", True)), None)
    if shown is None:
        raise MathError("no metric of the alarm returns data")
    period = Queries(store, queries, Window(0, 0)).period(shown)
    end = int(now) // MINUTE * MINUTE
    window = Window(end - period * (int(alarm.evaluation_periods) + EXTRA_POINTS), end)
    values = Queries(store, queries, window).values(shown)
    times = window.grid(period)
    return Points(times, [values.get(moment) for moment in times], period)


def rule_of(alarm: Any) -> Rule:
    """How the alarm's data points decide."""
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


def _query(held: Any) -> dict[str, Any]:
    shown = held.return_data is None or str(held.return_data).lower() == "true"
    query: dict[str, Any] = {"Id": held.id, "ReturnData": shown, "Period": held.period}
    if held.expression:
        return query | {"Expression": held.expression}
    stat, metric = held.metric_stat, held.metric_stat.metric
    named = metric.namespace, metric.metric_name, _dimensions(metric.dimensions)
    return query | {
        "MetricStat": metric_query(named, stat.period, stat.stat, stat.unit)["MetricStat"]
    }


def _dimensions(held: Sequence[Any]) -> list[dict[str, str]]:
    return [{"Name": each.name, "Value": each.value} for each in held]
