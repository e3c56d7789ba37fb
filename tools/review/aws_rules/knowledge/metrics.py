"""The published metrics: AWS's, those of metric filters, and the functions' own."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject
from tools.review.aws_rules.values import at, blocks

PAGE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/"
    "aws-services-cloudwatch-metrics.html"
)
SETTING = "environment.variables.POWERTOOLS_METRICS_NAMESPACE"
ADVICE = "Nothing would ever be shown: name it as it is published"


@dataclass(frozen=True)
class Published:
    """The subject's own metrics: pairs of namespace and name, and whole namespaces."""

    pairs: frozenset[tuple[str, str]]
    namespaces: frozenset[str]

    def faults(self, place: str, metric: Mapping[str, Any]) -> Iterator[Fault]:
        """Faults of a reference to a metric, such as an alarm's, at this place."""
        namespace, name = str(metric["namespace"]), str(metric["metric_name"])
        if namespace in table("metrics")["namespaces"]:
            yield from _of_aws(place, metric)
        elif namespace.startswith("AWS/"):
            yield Fault(place, f"AWS publishes no namespace {namespace}", ADVICE, PAGE)
        elif (namespace, name) not in self.pairs and namespace not in self.namespaces:
            known = sorted({each for each, _ in self.pairs} | self.namespaces)
            there_are = ", ".join(known) or "no own metrics"
            yield Fault(
                place, f"Nobody publishes {name} in {namespace}; there are {there_are}", ADVICE
            )


def published(subject: Subject) -> Published:
    """The metrics that the subject's metric filters and functions publish."""
    pairs = {
        (str(each["namespace"]), str(each["name"]))
        for metric_filter in subject.of("aws_cloudwatch_log_metric_filter")
        for each in blocks(metric_filter.values, "metric_transformation")
        if "namespace" in each and "name" in each
    }
    namespaces = {
        str(name)
        for function in subject.of("aws_lambda_function")
        for name in at(function.values, SETTING)
    }
    own = table("metrics")["own_namespaces"]
    return Published(frozenset(pairs), frozenset(namespaces.union(own)))


def _of_aws(place: str, metric: Mapping[str, Any]) -> Iterator[Fault]:
    namespace = table("metrics")["namespaces"][metric["namespace"]]
    name = metric["metric_name"]
    if name not in namespace["metrics"]:
        near = difflib.get_close_matches(name, namespace["metrics"], n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        sentence = f"{metric['namespace']} has no metric {name}{hint}"
        yield Fault(place, sentence, ADVICE, namespace["source"])
        return
    known = metric.get("dimensions")
    if known is None and "dimensions" not in metric:  # unknown until applied
        return
    given = sorted(known or {})
    allowed = namespace.get("narrowed", {}).get(name, namespace["dimensions"])
    if given not in [sorted(each) for each in allowed]:
        choices = " or ".join("+".join(each) or "none" for each in allowed)
        has = f"{name} has no dimensions {'+'.join(given) or '(none)'}; it has {choices}"
        yield Fault(place, has, ADVICE, namespace["source"])
