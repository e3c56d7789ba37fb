"""Alarms of CloudWatch (API reference, PutMetricAlarm).

The words are CloudWatch's own where reports have them: aws-cloudformation/cfn-lint#766,
hashicorp/terraform-provider-aws#19567, #22078 and #11011.
"""

import re
from collections.abc import Sequence
from typing import Any

from embedded_aws.endpoint.rules.rule import Given, Parameters, rule
from embedded_aws.endpoint.rules.values import no_option, too_many
from embedded_aws.endpoint.rules.watching.metrics import MOST, UNITS

CODE, PUT = "ValidationError", "PutMetricAlarm"
OF_ONE_METRIC = (
    *("Namespace", "MetricName", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic"),
)
STATISTICS = ("Maximum", "SampleCount", "Sum", "Minimum", "Average")
MISSING = ("breaching", "notBreaching", "ignore", "missing")
STATES = ("INSUFFICIENT_DATA", "ALARM", "OK")
MOST_ACTIONS = 5
WRONG = "Invalid metrics list"
_SHARE = r"(100(\.0{1,10})?|\d{1,2}(\.\d{1,10})?)"
_EXTENDED = re.compile(
    rf"(p|tm|tc|ts|wm){_SHARE}|(PR|TM|TC|TS|WM)\([^()]*:[^()]*\)|IQM", re.IGNORECASE
)
_ID = re.compile(r"[a-z][a-zA-Z0-9_]*")
_NAMES = re.compile(r"(?<![\w'\"])[a-z][a-zA-Z0-9_]*\b(?!\s*\()")


def _one_metric(given: Given) -> str | None:
    if given.get("Metrics"):
        set_ = next((each for each in OF_ONE_METRIC if given.get(each)), None)
        return f"{set_} should not be set if list of Metrics is set." if set_ else None
    if not given.get("MetricName"):
        return "Exactly one of MetricName and Metrics must be specified."
    for name in ("Namespace", "Period"):
        if not given.get(name):
            return f"{name} must not be null"
    return None


def _statistics(given: Given) -> str | None:
    if given.get("Metrics"):
        return None
    plain, extended = given.get("Statistic"), given.get("ExtendedStatistic")
    if bool(plain) is bool(extended):
        return "Exactly one of Statistic and ExtendedStatistic must be specified."
    if extended and not _EXTENDED.fullmatch(extended):
        return f"The value {extended} for parameter ExtendedStatistic is not supported."
    return no_option(plain, "statistic", STATISTICS)


def _options(given: Given) -> str | None:
    missing = given.get("TreatMissingData")
    if missing and missing not in MISSING:
        return (
            f"Option {missing} is not supported. Supported options for parameter TreatMissingData "
            f"are {', '.join(MISSING[:-1])} and {MISSING[-1]}."
        )
    return no_option(given.get("Unit"), "unit", UNITS) or too_many(
        given.get("Dimensions"), "dimensions", MOST["dimensions"]
    )


def _actions(given: Given) -> str | None:
    for name in ("OKActions", "AlarmActions", "InsufficientDataActions"):
        arns = given.get(name) or []
        wrong = next((each for each in arns if not str(each).startswith("arn:")), None)
        if wrong is not None:
            return f"Invalid arn syntax: {wrong}"
        fault = too_many(arns, f"{name[0].lower()}{name[1:]}", MOST_ACTIONS)
        if fault:
            return fault
    return None


def _metrics(given: Given) -> str | None:
    queries: Sequence[Parameters] = given.get("Metrics") or []
    if not queries:
        return None
    if not all(_is_query(each) for each in queries) or not _knows_its_names(queries):
        return WRONG
    if any("SEARCH(" in str(each.get("Expression", "")) for each in queries):
        return "SEARCH is not supported on Metric Alarms."
    if sum(each.get("ReturnData", True) is not False for each in queries) != 1:
        return "Exactly one element of the metrics list should return data."
    return None


def _is_query(query: Parameters) -> bool:
    stat: dict[str, Any] = query.get("MetricStat") or {}
    return (
        _ID.fullmatch(str(query.get("Id", ""))) is not None
        and bool(stat) is not bool(query.get("Expression"))
        and (not stat or _is_statistic(str(stat.get("Stat", ""))))
    )


def _is_statistic(name: str) -> bool:
    return name in STATISTICS or _EXTENDED.fullmatch(name) is not None


def _knows_its_names(queries: Sequence[Parameters]) -> bool:
    """Whether each expression names queries that are there, and each id is used once."""
    ids = [each["Id"] for each in queries]
    texts = [str(each.get("Expression", "")) for each in queries]
    used = {
        name
        for text in texts
        if not text.upper().startswith(("SELECT", "SEARCH"))
        for name in _NAMES.findall(re.sub(r"'[^']*'|\"[^\"]*\"", "", text))
    }
    return len(set(ids)) == len(ids) and used <= set(ids)


def _state(given: Given) -> str | None:
    return no_option(given.get("StateValue"), "stateValue", STATES)


RULES = (
    rule(PUT, CODE, _one_metric),
    rule(PUT, CODE, _statistics),
    rule(PUT, CODE, _options),
    rule(PUT, CODE, _actions),
    rule(PUT, CODE, _metrics),
    rule("SetAlarmState", CODE, _state),
)
