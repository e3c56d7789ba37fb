"""CloudWatch's metrics and dashboards (API reference, PutMetricData, GetMetricStatistics).

The words of the refusals are CloudWatch's own: boto/boto3#1847, AdRoll/goamz#301, and recordings.
"""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from embedded_aws.endpoint.rules.rule import Given, Parameters, rule

VALUE, COMBINATION = "InvalidParameterValue", "InvalidParameterCombination"
SIZES = [
    f"{size}{unit}" for unit in ("bytes", "bits") for size in ("", "kilo", "mega", "giga", "tera")
]
_BASE = [each.capitalize() for each in SIZES]
UNITS = (
    *("Seconds", "Microseconds", "Milliseconds", "Percent", "Count", "None", "Count/Second"),
    *_BASE,
    *(f"{each}/Second" for each in _BASE),
)
MOST = {"data": 1000, "values": 150, "dimensions": 30}
DAY, HOUR, MINUTE = 86_400, 3600, 60
MOST_POINTS = 1440
SHORT_PERIODS = {1, 5, 10, 20, 30}
_DASHBOARD = re.compile(r"[0-9A-Za-z_-]{1,255}")


def _namespace(given: Given) -> str | None:
    if str(given.get("Namespace", "")).startswith("AWS/"):
        return "The value AWS/ for parameter Namespace is invalid."
    return None


def _numbered(given: Given) -> Iterator[tuple[str, Parameters]]:
    for number, datum in enumerate(given.get("MetricData") or (), start=1):
        yield f"MetricData.member.{number}", datum


def _sizes(given: Given) -> str | None:
    lists: list[tuple[str, Any, int]] = [("MetricData", given.get("MetricData"), MOST["data"])]
    for place, datum in _numbered(given):
        lists.append((f"{place}.Dimensions", datum.get("Dimensions"), MOST["dimensions"]))
        lists.append((f"{place}.Values", datum.get("Values"), MOST["values"]))
    for name, values, most in lists:
        if len(values or ()) > most:
            return f"The collection {name} must not have a size greater than {most}."
    return None


def _together(given: Given) -> str | None:
    for place, datum in _numbered(given):
        for other in ("Values", "StatisticValues"):
            if datum.get("Value") is not None and datum.get(other):
                return (
                    f"The parameters {place}.Value and {place}.{other} are mutually exclusive and "
                    "you have specified both."
                )
        if not any(datum.get(each) is not None for each in ("Value", "Values", "StatisticValues")):
            return (
                f"At least one of the parameters {place}.Value and {place}.StatisticValues must be "
                "specified."
            )
    return None


def _data(given: Given) -> str | None:
    for place, datum in _numbered(given):
        unit, resolution = datum.get("Unit"), datum.get("StorageResolution")
        if unit is not None and unit not in UNITS:
            return f"The parameter {place}.Unit must be a value in the set [ {', '.join(UNITS)} ]."
        if resolution is not None and int(resolution) not in {1, MINUTE}:
            return f"The parameter {place}.StorageResolution must be a value in the set [ 1, 60 ]."
        fault = _moment(f"{place}.Timestamp", datum.get("Timestamp"))
        if fault:
            return fault
    return None


def _moment(name: str, at: datetime | None) -> str | None:
    if at is None:
        return None
    age = time.time() - at.replace(tzinfo=UTC).timestamp()
    if age > 14 * DAY:
        return f"The parameter {name} must specify a time no more than two weeks in the past."
    if age < -2 * HOUR:
        return f"The parameter {name} must specify a time no more than two hours in the future."
    return None


def _window(given: Given) -> str | None:
    start, end = given.get("StartTime"), given.get("EndTime")
    if start and end and start >= end:
        return "The parameter StartTime must be less than the parameter EndTime."
    period = int(given.get("Period") or MINUTE)
    if period not in SHORT_PERIODS and (period % MINUTE or period < 1):
        return "The parameter Period must be a multiple of 60."
    return None


def _points(given: Given) -> str | None:
    start, end = given.get("StartTime"), given.get("EndTime")
    if not start or not end or not given.get("Period"):
        return None
    points = int((end - start).total_seconds() // int(given["Period"]))
    if points <= MOST_POINTS:
        return None
    return (
        f"You have requested up to {points} datapoints, which exceeds the limit of {MOST_POINTS}. "
        "You may reduce the datapoints requested by increasing Period, or decreasing the time "
        "range."
    )


def _dashboard(given: Given) -> str | None:
    if _DASHBOARD.fullmatch(str(given.get("DashboardName", ""))):
        return None
    return (
        "The value for field DashboardName contains invalid characters. It can only contain "
        "alphanumerics, dash (-) and underscore (_).\n"
    )


RULES = (
    rule("PutMetricData", VALUE, _namespace),
    rule("PutMetricData", VALUE, _sizes),
    rule("PutMetricData", COMBINATION, _together),
    rule("PutMetricData", VALUE, _data),
    rule("GetMetricStatistics", VALUE, _window),
    rule("GetMetricStatistics", COMBINATION, _points),
    rule("PutDashboard", VALUE, _dashboard),
)
