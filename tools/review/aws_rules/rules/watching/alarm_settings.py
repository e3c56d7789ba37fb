"""Periods, evaluations and statistics of alarms."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import blocks, number

PROMISE = "Alarms have periods, evaluations and statistics that CloudWatch takes"
PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
SHORT = {10, 20, 30}
DAY, HOUR, WEEK = 86_400, 3_600, 604_800
STATISTICS = {"SampleCount", "Average", "Sum", "Minimum", "Maximum"}
_NUMBER = r"(?:100(?:\.0+)?|\d{1,2}(?:\.\d{1,10})?)"
_PART = rf"(?:{_NUMBER}%?)?:(?:{_NUMBER}%?)?"
EXTENDED = re.compile(
    rf"IQM|(?:p|tm|wm|tc|ts){_NUMBER}|(?:TM|WM|TC|TS)\({_PART}\)|PR\([\d.]*:[\d.]*\)"
)


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every alarm."""
    for alarm in subject.of("aws_cloudwatch_metric_alarm"):
        queries = blocks(alarm.values, "metric_query")
        metrics = [each for query in queries for each in blocks(query, "metric")]
        for metric in [alarm.values, *metrics]:
            yield from _period(alarm, metric)
            yield from _statistic(alarm, metric)
        yield from _evaluation(alarm, metrics)


def _period(alarm: Resource, metric: Mapping[str, Any]) -> Iterator[Fault]:
    period = number(metric.get("period"))
    if not period:  # an alarm of an expression has 0, its queries have the periods
        return
    if period not in SHORT and (period < 60 or period % 60):  # noqa: PLR2004
        yield Fault(
            alarm.place, f"A period of {period:g} s is none", "Use 10, 20, 30 or a multiple of 60"
        )
    elif period in SHORT and str(metric.get("namespace", "")).startswith("AWS/"):
        yield Fault(
            alarm.place, "AWS's own metrics come once a minute", "Use a period of 60 s or more"
        )


def _statistic(alarm: Resource, metric: Mapping[str, Any]) -> Iterator[Fault]:
    plain = metric.get("statistic") or metric.get("stat")
    extended = metric.get("extended_statistic")
    if metric.get("statistic") and extended:
        yield Fault(alarm.place, "Both statistic and extended_statistic are set", "Keep one")
    for name in filter(None, (plain, extended)):
        if name not in STATISTICS and not EXTENDED.fullmatch(str(name)):
            yield Fault(
                alarm.place, f"There is no statistic {name}", "Write p99, p99.9, tm90, IQM, Sum …"
            )


def _evaluation(alarm: Resource, metrics: list[Mapping[str, Any]]) -> Iterator[Fault]:
    periods = [number(each.get("period")) for each in [alarm.values, *metrics]]
    period = max((each for each in periods if each), default=None)
    count = number(alarm.values.get("evaluation_periods"))
    datapoints = number(alarm.values.get("datapoints_to_alarm"))
    if count and datapoints and datapoints > count:
        yield Fault(
            alarm.place,
            f"datapoints_to_alarm is {datapoints:g} of {count:g} evaluation_periods",
            "It is at most as many",
        )
    longest = WEEK if period and period >= HOUR else DAY
    if period and count and period * count > longest:
        yield Fault(
            alarm.place,
            f"{count:g} periods of {period:g} s are more than CloudWatch's {longest:,} s",
            "Use fewer or, from an hour on, up to seven days",
        )
