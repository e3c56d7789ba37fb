"""Metric filters: their pattern, and the metric that they publish."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge.access_log import access_logs
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import blocks, number

PROMISE = "Metric filters have patterns that read, over fields that there are, and few dimensions"
PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html"
METRICS = (
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/"
    "API_MetricTransformation.html"
)
DIMENSIONS = 3
FIELD = r"\$(?:\.[\w@-]+|\[\d+\]|\[\*\]|\.\*|\['[^']+'\]|\[\"[^\"]+\"\])+"
_VALUE = r"(?:\"[^\"]*\"|%[^%]+%|-?[\d.]+(?:[eE][+-]?\d+)?\*?|[\w*./:@-]+)"
_TERM = rf"{FIELD}\s*(?:(?:=|!=|>=|<=|>|<)\s*{_VALUE}|IS\s+(?:TRUE|FALSE|NULL)|NOT\s+EXISTS)"
TERM = re.compile(_TERM)
NAME = re.compile(r"\$\.([\w@-]+)")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every metric filter."""
    fields = {log.group: log.fields for log in access_logs(subject) if log.group}
    for metric_filter in subject.of("aws_cloudwatch_log_metric_filter"):
        pattern = metric_filter.values.get("pattern")
        if isinstance(pattern, str):
            yield from _pattern(
                metric_filter,
                pattern.strip(),
                fields.get(str(metric_filter.values.get("log_group_name"))),
            )
        for transformation in blocks(metric_filter.values, "metric_transformation"):
            yield from _metric(metric_filter, transformation)


def _pattern(resource: Resource, pattern: str, fields: frozenset[str] | None) -> Iterator[Fault]:
    if not pattern.startswith("{"):
        if pattern.count('"') % 2 or pattern.count("%") % 2:
            yield Fault(resource.place, f"The pattern {pattern} has an open quote", "Close it")
        return
    left = TERM.sub("T", pattern.removeprefix("{").removesuffix("}"))
    if not pattern.endswith("}") or not _reads(left):
        yield Fault(
            resource.place,
            f"The pattern {pattern} cannot be read",
            "Write { ($.field = value) && ($.other IS TRUE) }",
        )
    for name in sorted(set(NAME.findall(pattern)) - fields) if fields else ():
        yield Fault(resource.place, f"The access log has no field {name}", "Use one of its format")


def _reads(text: str) -> bool:
    """Whether the terms form one expression: reduces brackets, then pairs joined by && or ||."""
    text, before = re.sub(r"\s+", "", text), ""
    while text != before:
        before = text
        text = re.sub(r"\(T\)|T(?:&&|\|\|)T", "T", text)
    return text == "T"


def _metric(resource: Resource, metric: Mapping[str, Any]) -> Iterator[Fault]:
    dimensions = metric.get("dimensions") or {}
    if len(dimensions) > DIMENSIONS:
        yield Fault(resource.place, f"{len(dimensions)} dimensions of 3", "Drop some", METRICS)
    if dimensions and metric.get("default_value") not in (None, ""):
        yield Fault(
            resource.place,
            "It has dimensions and a default_value",
            "Keep one of the two",
            METRICS,
        )
    for name, value in dimensions.items():
        if not str(value).startswith("$"):
            yield Fault(
                resource.place, f"Dimension {name} is {value}", "Name a field: $.x", METRICS
            )
    namespace = str(metric.get("namespace", ""))
    if namespace.startswith("AWS/") or re.search(r"[:*$]", namespace):
        yield Fault(resource.place, f"{namespace} is no own namespace", "Take another", METRICS)
    value = metric.get("value")
    if value is not None and number(value) is None and not str(value).startswith("$"):
        yield Fault(resource.place, f"The value is {value}", "A number, or a field: $.x", METRICS)
