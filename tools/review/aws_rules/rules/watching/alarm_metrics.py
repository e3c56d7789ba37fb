"""Alarms watch metrics that exist."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge import metrics
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import blocks

PROMISE = "Every alarm's metric is published, with just those dimensions"
PAGE = metrics.PAGE


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every metric of every alarm, alone or in an expression."""
    published = metrics.published(subject)
    for alarm in subject.of("aws_cloudwatch_metric_alarm"):
        for metric in _metrics(alarm):
            yield from published.faults(alarm.place, metric)


def _metrics(alarm: Resource) -> Iterator[Mapping[str, Any]]:
    queries = blocks(alarm.values, "metric_query")
    queried = [each for query in queries for each in blocks(query, "metric")]
    for metric in [alarm.values, *queried]:
        if metric.get("namespace") and metric.get("metric_name"):
            yield metric
