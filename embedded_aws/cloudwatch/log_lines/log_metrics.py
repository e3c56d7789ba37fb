"""Metrics from log lines: the embedded metric format, and the log group's metric filters."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogsBackend

from embedded_aws.cloudwatch.log_lines.conditions import PatternError, number
from embedded_aws.cloudwatch.log_lines.embedded_format import keep_metrics
from embedded_aws.cloudwatch.log_lines.filter_patterns import Look, compiled
from embedded_aws.cloudwatch.metrics.store import Store
from embedded_aws.cloudwatch.metrics.summary import add, empty

_report = logging.getLogger(__name__)


def install() -> None:
    """Count log events; safe to call more than once."""
    backend: Any = LogsBackend
    if getattr(backend, "counts_events", False):
        return
    backend.counts_events = True
    backend.put_log_events = _counted(backend.put_log_events)
    backend.put_metric_filter = _checked(backend.put_metric_filter)


def _checked(original: Callable[..., None]) -> Callable[..., None]:
    """Refuse a pattern that cannot be parsed; replace the filter of the same name."""

    def put_metric_filter(
        self: Any, name: str, pattern: str, group: str, transformations: Any
    ) -> None:
        try:
            compiled(pattern or "")
        except PatternError as error:
            raise InvalidParameterException(f"Invalid metric filter pattern: {error}") from error
        self.filters.delete_filter(name, group)
        original(self, name, pattern, group, transformations)

    return put_metric_filter


def _counted(original: Callable[..., Any]) -> Callable[..., Any]:
    def put_log_events(self: Any, group: str, stream: str, events: Sequence[Any]) -> Any:
        result = original(self, group, stream, events)
        store = Store(cloudwatch_backends[self.account_id][self.region_name])
        filters = [each for each in self.filters.metric_filters if each["logGroupName"] == group]
        for event in events:
            at = event["timestamp"] / 1000
            keep_metrics(store, event["message"], at)
            for each in filters:
                _apply(store, each, event["message"], at)
        return result

    return put_log_events


def _apply(store: Store, metric_filter: dict[str, Any], message: str, at: float) -> None:
    try:
        look = compiled(metric_filter["filterPattern"] or "")(message)
    except PatternError as error:
        _report.warning("The metric filter %s: %s", metric_filter["filterName"], error)
        return
    for transformation in metric_filter["metricTransformations"]:
        _count(store, transformation, look, at)


def _count(store: Store, transformation: dict[str, Any], look: Look | None, at: float) -> None:
    """Add the value of a matching line, or the default value for a minute without one."""
    dimensions = {
        name: look(selector) if look else None
        for name, selector in (transformation.get("dimensions") or {}).items()
    }
    metric = transformation["metricNamespace"], transformation["metricName"], _sorted(dimensions)
    value = (
        _value(str(transformation["metricValue"]), look)
        if look
        else transformation.get("defaultValue")
    )
    if value is None or (look is None and (dimensions or store.has(metric, at))):
        return
    summary = empty()
    add(summary, float(value))
    store.add(metric, transformation.get("unit"), at, summary)


def _sorted(dimensions: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = ((name, value) for name, value in dimensions.items() if isinstance(value, str | int))
    return tuple(sorted((name, str(value)) for name, value in pairs))


def _value(source: str, look: Look) -> float | None:
    """A number, also from a field of the line; None when that is not a number."""
    return number(look(source)) if source.startswith("$") else number(source)
