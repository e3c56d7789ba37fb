import json
from types import ModuleType
from typing import Any

import pytest

from tests.unit.review.aws_rules.subjects import alarm, log_format, of, sentences
from tools.review.aws_rules.model import Subject
from tools.review.aws_rules.rules.resources import schedules
from tools.review.aws_rules.rules.watching import (
    alarm_expressions,
    dashboards,
    metric_filters,
    xray,
)

LOG = log_format(request_id="$context.requestId", status="$context.status")
INVOCATIONS = ["AWS/Lambda", "Invocations", "FunctionName", "parcels"]


def dashboard(type_: str = "metric", *, width: int = 8, **properties: Any) -> Subject:
    widget = {"type": type_, "width": width, "properties": properties}
    return of("aws_cloudwatch_dashboard", dashboard_body=json.dumps({"widgets": [widget]}))


def charts(*rows: list[Any]) -> Subject:
    return dashboard(region="eu-central-1", metrics=list(rows))


def refusals(pattern: str, **metric: Any) -> Subject:
    transformation = {"namespace": "Shop", "name": "Refusals", "value": "1", **metric}
    return LOG + of(
        "aws_cloudwatch_log_metric_filter",
        pattern=pattern,
        log_group_name="/access",
        metric_transformation=[transformation],
    )


def ratio(expression: str, **more: Any) -> Subject:
    queries = [
        {"id": "errors", "metric": [{"metric_name": "Errors"}]},
        {"id": "ratio", "expression": expression, "return_data": True, **more},
    ]
    return alarm(metric_query=queries)


def composite(rule: str) -> Subject:
    return alarm(alarm_name="errors") + of(
        "aws_cloudwatch_composite_alarm", alarm_name="all", alarm_rule=rule
    )


def event(**pattern: Any) -> Subject:
    return of("aws_cloudwatch_event_rule", event_pattern=json.dumps(pattern))


def at(schedule: str) -> Subject:
    return of("aws_backup_plan", rule=[{"schedule": schedule}])


def traces(expression: str) -> Subject:
    return of("aws_xray_group", filter_expression=expression)


@pytest.mark.parametrize(
    ("rule", "subject", "sentence"),
    [
        (dashboards, charts(["AWS/Lambda", "Invocation"]), "no metric Invocation"),
        (dashboards, charts(["AWS/Lambda", "Errors", "Name", "x"]), "no dimensions Name"),
        (dashboards, charts(["AWS/Lambda", "Errors", "FunctionName"]), "FunctionName has no value"),
        (dashboards, charts(["Shop", "Refusals"]), "Nobody publishes Refusals in Shop"),
        (dashboards, charts([*INVOCATIONS, {"stat": "P99"}]), "no statistic P99"),
        (dashboards, dashboard(metrics=[INVOCATIONS]), "names no region"),
        (dashboards, dashboard("text", width=25), "for 25 of 24 columns"),
        (dashboards, dashboard("chart"), "no widget chart"),
        (dashboards, dashboard("log", query="SOURCE 'x' | where a"), "no command where"),
        (dashboards, dashboard("log", query="stats avrage(a)"), "no function avrage"),
        (dashboards, of("aws_cloudwatch_dashboard", dashboard_body="{}"), "no list of widgets"),
        (metric_filters, refusals("{ $.status = }"), "cannot be read"),
        (metric_filters, refusals("{ ($.status = 401) || ($.status = 403 }"), "cannot be read"),
        (metric_filters, refusals("{ $.status = 401 or $.status = 403 }"), "cannot be read"),
        (metric_filters, refusals("{ $.code = 401 }"), "no field code"),
        (metric_filters, refusals('"Task timed out'), "has an open quote"),
        (
            metric_filters,
            refusals("", dimensions=dict.fromkeys("abcd", "$.x")),
            "4 dimensions of 3",
        ),
        (metric_filters, refusals("", dimensions={"a": "x"}), "Dimension a is x"),
        (
            metric_filters,
            refusals("", dimensions={"a": "$.x"}, default_value="0"),
            "dimensions and a default_value",
        ),
        (metric_filters, refusals("", namespace="AWS/Own"), "AWS/Own is no own namespace"),
        (metric_filters, refusals("", value="one"), "The value is one"),
        (alarm_expressions, ratio("100 * errors / requests"), "uses requests, no id"),
        (alarm_expressions, ratio("FIL(errors, 0)"), "uses FIL, no id"),
        (alarm_expressions, ratio("FILL(errors, 0"), "do not close"),
        (alarm_expressions, ratio("errors", return_data=False), "0 queries return data"),
        (alarm_expressions, ratio("errors", id="Ratio"), "Ratio is no id"),
        (alarm_expressions, composite('ALARM("none")'), "There is no alarm none"),
        (alarm_expressions, composite('ALARM("errors") AND'), "cannot be read"),
        (alarm_expressions, composite('ALARM("errors") && OK("errors")'), "cannot be read"),
        (alarm_expressions, composite('ALARM("all")'), "It watches itself"),
        (schedules, at("cron(0 3 * * *)"), "cron(0 3 * * *) is no schedule"),
        (schedules, at("cron(0 3 * * * *)"), "names both days"),
        (schedules, at("rate(1 days)"), "rate(1 days) is refused"),
        (schedules, event(source="aws.codedeploy"), "source of the event pattern is no list"),
        (schedules, event(detail={"state": [{"like": "F"}]}), "no comparison like"),
        (schedules, of("aws_cloudwatch_event_rule", event_pattern="x"), "no JSON object"),
        (xray, traces('service("x") { fault = true'), "is not closed"),
        (xray, traces("latency > 5"), "uses latency, which is no keyword"),
        (xray, of("aws_xray_group", group_name="Default", filter_expression=""), "X-Ray's own"),
    ],
)
def test_what_would_show_or_ring_nothing_is_found(
    rule: ModuleType, subject: Subject, sentence: str
) -> None:
    assert sentence in sentences(rule, subject)


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        (dashboards, charts(INVOCATIONS, ["...", "labels"], [{"expression": "m1 + m2"}])),
        (dashboards, charts([*INVOCATIONS, {"stat": "p99"}])),
        (dashboards, refusals("") + charts(["Shop", "Refusals"])),
        (dashboards, dashboard("log", query="SOURCE 'x' | stats count(*) by bin(5m)")),
        (
            metric_filters,
            refusals('{ ($.status = "401") || (($.status = 403) && ($.status > 1)) }'),
        ),
        (metric_filters, refusals("{ $.status = 4* && $.request_id NOT EXISTS }")),
        (metric_filters, refusals('?ERROR ?"Task timed out"')),
        (metric_filters, refusals("", dimensions={"a": "$.status"})),
        (alarm_expressions, ratio("IF(FILL(errors, 0) >= 5, 100 * errors, 0)")),
        (alarm_expressions, ratio("SUM(METRICS('err'))")),
        (alarm_expressions, composite('ALARM("errors") AND NOT (OK(errors) OR FALSE)')),
        (schedules, at("cron(0 3 * * ? *)")),
        (schedules, at("rate(2 days)")),
        (schedules, event(source=["aws.codedeploy"], detail={"state": [{"prefix": "F"}]})),
        (
            xray,
            traces('service("x") { fault = true OR responsetime > 3 } AND annotation.tier = "a"'),
        ),
    ],
)
def test_what_shows_and_rings_passes(rule: ModuleType, subject: Subject) -> None:
    assert sentences(rule, subject) == ""
