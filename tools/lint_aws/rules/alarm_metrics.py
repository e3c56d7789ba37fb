"""Alarms watch metrics that somebody publishes."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from tools.lint_aws.model import Fault, Resource, Subject
from tools.lint_aws.tables import table
from tools.lint_aws.values import at, blocks

PROMISE = "Every alarm's metric is published, with just those dimensions"
PAGE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "aws-services-cloudwatch-metrics.html"
)
SETTING = "environment.variables.POWERTOOLS_METRICS_NAMESPACE"


def faults(subject: Subject) -> Iterator[Fault]:
    """Every metric of every alarm, alone or in an expression."""
    published = _published(subject)
    namespaces = {name for name, _ in published} | set(table("metrics")["own_namespaces"])
    embedded = {
        str(name)
        for function in subject.of("aws_lambda_function")
        for name in at(function.values, SETTING)
    } | set(table("metrics")["own_namespaces"])
    for alarm in subject.of("aws_cloudwatch_metric_alarm"):
        for metric in _metrics(alarm):
            namespace = str(metric["namespace"])
            if namespace in table("metrics")["namespaces"]:
                yield from _of_aws(alarm, metric)
            elif (namespace, str(metric["metric_name"])) in published or namespace in embedded:
                continue
            elif namespace.startswith("AWS/"):
                yield _fault(alarm, f"AWS publishes no namespace {namespace}", PAGE)
            else:
                yield _fault(
                    alarm,
                    f"Nobody publishes {metric['metric_name']} in {namespace}; "
                    f"there are {', '.join(sorted(namespaces | embedded)) or 'no own metrics'}",
                    PAGE,
                )


def _metrics(alarm: Resource) -> Iterator[Mapping[str, Any]]:
    queries = blocks(alarm.values, "metric_query")
    queried = [each for query in queries for each in blocks(query, "metric")]
    for metric in [alarm.values, *queried]:
        if metric.get("namespace") and metric.get("metric_name"):
            yield metric


def _published(subject: Subject) -> set[tuple[str, str]]:
    """What metric filters make of log lines."""
    return {
        (str(each["namespace"]), str(each["name"]))
        for held in subject.of("aws_cloudwatch_log_metric_filter")
        for each in blocks(held.values, "metric_transformation")
        if "namespace" in each and "name" in each
    }


def _of_aws(alarm: Resource, metric: Mapping[str, Any]) -> Iterator[Fault]:
    held = table("metrics")["namespaces"][metric["namespace"]]
    name = metric["metric_name"]
    if name not in held["metrics"]:
        near = difflib.get_close_matches(name, held["metrics"], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        yield _fault(alarm, f"{metric['namespace']} has no metric {name}{hint}", held["source"])
        return
    known = metric.get("dimensions")
    if known is None and "dimensions" not in metric:  # unknown until applied
        return
    given = sorted(known or {})
    allowed = held.get("narrowed", {}).get(name, held["dimensions"])
    if given not in [sorted(each) for each in allowed]:
        choices = " or ".join("+".join(each) or "none" for each in allowed)
        yield _fault(
            alarm,
            f"{name} has no dimensions {'+'.join(given) or '(none)'}; it has {choices}",
            held["source"],
        )


def _fault(alarm: Resource, sentence: str, page: str) -> Fault:
    return Fault(
        alarm.place, sentence, "Without data the alarm never rings: name it as AWS does", page
    )
