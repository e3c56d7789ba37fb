"""The embedded metric format: metrics inside log lines (CloudWatch user guide, "EMF")."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from embedded_aws.cloudwatch.metrics.store import Metric, Store
from embedded_aws.cloudwatch.metrics.summary import Summary, add, empty

MAXIMUM_DIMENSIONS = 30
MARK = '"_aws"'


def keep_metrics(store: Store, message: str, at: float) -> None:
    """Record the line's metrics; a line in another or a broken format has none."""
    if MARK not in message:
        return
    try:
        line = json.loads(message)
        document = line["_aws"]
        at = float(document.get("Timestamp", at * 1000)) / 1000
        for metric, unit, summary in _metrics(line, document["CloudWatchMetrics"]):
            store.add(metric, unit, at, summary)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return


def _metrics(
    line: Mapping[str, Any], directives: list[Mapping[str, Any]]
) -> Iterator[tuple[Metric, str | None, Summary]]:
    for directive in directives:
        for names in directive.get("Dimensions") or [[]]:
            if len(names) > MAXIMUM_DIMENSIONS or any(name not in line for name in names):
                continue
            dimensions = tuple(sorted((name, str(line[name])) for name in names))
            for metric in directive["Metrics"]:
                summary = _summary(line.get(metric["Name"]))
                if summary["count"]:
                    key = directive["Namespace"], metric["Name"], dimensions
                    yield key, metric.get("Unit"), summary


def _summary(given: Any) -> Summary:
    """The number, or the numbers, at the top level of the line."""
    summary = empty()
    for value in given if isinstance(given, list) else [given]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            add(summary, float(value))
    return summary
