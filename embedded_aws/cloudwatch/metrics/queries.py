"""Metric data queries: metrics by their statistic, and expressions over them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.cloudwatch.maths.expressions import Scope, evaluate, names_in
from embedded_aws.cloudwatch.maths.series import MathError, Values
from embedded_aws.cloudwatch.metrics.store import MINUTE, Store, dimensions_of
from embedded_aws.cloudwatch.metrics.summary import check_statistic, statistic

type Query = Mapping[str, Any]
"""A MetricDataQuery as the API writes it."""
MAXIMUM_POINTS = 100_800
"""The most data points that one GetMetricData may return."""


@dataclass(frozen=True)
class Window:
    """The requested time, in seconds."""

    start: int
    end: int

    def grid(self, period: int) -> Sequence[int]:
        """The beginnings of its periods."""
        return range(self.start, self.end, period)


class Queries:
    """Answers the queries of one request, each once."""

    def __init__(self, store: Store, queries: Sequence[Query], window: Window) -> None:
        self._store = store
        self._queries = {query["Id"]: query for query in queries}
        self._window = window
        self._found: dict[str, Values] = {}
        self._asking: set[str] = set()

    def values(self, query_id: str) -> Values:
        """The query's data points; MathError or UnknownStatisticError for an invalid query."""
        if query_id in self._asking:
            raise MathError(f"the query {query_id} depends on itself")
        if query_id not in self._found:
            self._asking.add(query_id)
            query = self._queries[query_id]
            values = self._calculated(query) if _expression(query) else self._measured(query)
            self._asking.remove(query_id)
            self._found[query_id] = values
        return self._found[query_id]

    def period(self, query_id: str) -> int:
        """The query's period; an expression has the longest period of its metrics."""
        query = self._queries[query_id]
        own = query.get("Period") or (query.get("MetricStat") or {}).get("Period")
        if own:
            return max(int(own), MINUTE)
        names = names_in(_expression(query) or "") & set(self._queries) - {query_id}
        used = names or set(self._metrics())
        return max((self.period(each) for each in used), default=MINUTE)

    def _metrics(self) -> list[str]:
        return [name for name, query in self._queries.items() if not _expression(query)]

    def _measured(self, query: Query) -> Values:
        stat = query["MetricStat"]
        check_statistic(stat["Stat"])
        named = stat["Metric"]
        metric = (
            named["Namespace"],
            named["MetricName"],
            dimensions_of(named.get("Dimensions") or []),
        )
        period = self.period(query["Id"])
        grid = self._window.grid(period)
        if len(grid) > MAXIMUM_POINTS:
            raise MathError(f"{len(grid)} data points are too many; ask for a longer period")
        summaries = self._store.windows(
            metric, self._window.start, period, len(grid), stat.get("Unit")
        )
        points = {
            moment: statistic(summary, stat["Stat"])
            for moment, summary in zip(grid, summaries, strict=True)
            if summary
        }
        return {moment: value for moment, value in points.items() if value is not None}

    def _calculated(self, query: Query) -> Values:
        expression = _expression(query) or ""
        if expression.lstrip().upper().startswith("SELECT"):
            raise MathError("Metrics Insights (SELECT …) is not implemented by the embedded AWS")
        metrics = self._metrics()
        everything = metrics if "METRICS(" in expression else []
        names = (names_in(expression) & set(self._queries)) | set(everything)
        scope = Scope(
            series={name: self.values(name) for name in sorted(names)},
            metrics=metrics,
            periods={name: self.period(name) for name in names},
            grid=self._window.grid(self.period(query["Id"])),
        )
        return evaluate(expression, scope)


def _expression(query: Query) -> str | None:
    return query.get("Expression")


def metric_query(
    metric: tuple[str, str, Sequence[Any]], period: int, stat: str, unit: str | None
) -> dict[str, Any]:
    """The query for one metric: (namespace, name, dimensions as the API writes them)."""
    namespace, name, dimensions = metric
    named = {"Namespace": namespace, "MetricName": name, "Dimensions": list(dimensions)}
    stat_of = {"Metric": named, "Period": period, "Stat": stat, "Unit": unit}
    return {"Id": "m1", "MetricStat": stat_of}
