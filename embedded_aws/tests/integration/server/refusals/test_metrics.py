"""Refusals of CloudWatch, in its own words.

API reference, PutMetricData, GetMetricStatistics, PutMetricAlarm; boto/boto3#1847,
AdRoll/goamz#301, aws-cloudformation/cfn-lint#766, hashicorp/terraform-provider-aws#19567; answers
recorded on AWS.
"""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from embedded_aws.tests.integration.server.account.refusing import fresh
from embedded_aws.tests.integration.server.refusals.world import Row, World, rows

NOW = datetime.now(UTC)
VALUE, COMBINATION, ERROR = (
    "InvalidParameterValue",
    "InvalidParameterCombination",
    "ValidationError",
)
SERVICE = "cloudwatch"


def data(**datum: Any) -> dict[str, Any]:
    return {"Namespace": "shop", "MetricData": [{"MetricName": "m", **datum}]}


def statistics(**changed: Any) -> dict[str, Any]:
    window = {"StartTime": NOW - timedelta(days=1), "EndTime": NOW, "Period": 60}
    return {"Namespace": "n", "MetricName": "m", "Statistics": ["Sum"], **window, **changed}


def alarm(**changed: Any) -> dict[str, Any]:
    plain = {
        "AlarmName": fresh("alarm"),
        "MetricName": "m",
        "Namespace": "n",
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    return {name: value for name, value in {**plain, **changed}.items() if value is not None}


def query(name: str = "m", stat: str = "Sum", **more: Any) -> dict[str, Any]:
    metric = {"Namespace": "n", "MetricName": "m"}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}, **more}


def of_queries(*queries: dict[str, Any]) -> dict[str, Any]:
    alone = dict.fromkeys(("MetricName", "Namespace", "Statistic", "Period"))
    return alarm(**alone, Metrics=list(queries))


PUT, ALARM, GET = "put_metric_data", "put_metric_alarm", "get_metric_statistics"
NO_DATA = "At least one of the parameters MetricData.member.1.Value and"
SIX = [f"arn:aws:sns:eu-central-1:123456789012:t{number}" for number in range(6)]


@pytest.mark.parametrize(
    "row",
    rows(
        SERVICE,
        (PUT, {**data(Value=1), "Namespace": "AWS/Lambda"}, VALUE, "The value AWS/ for parameter"),
        (PUT, data(), COMBINATION, NO_DATA),
        (PUT, data(Value=1, Values=[1]), COMBINATION, "MetricData.member.1.Values are mutually"),
        (PUT, data(Value=1, Unit="Parsecs"), VALUE, "MetricData.member.1.Unit must be a value"),
        (PUT, data(Value=1, StorageResolution=30), VALUE, "StorageResolution"),
        (PUT, data(Value=1, Timestamp=NOW - timedelta(days=20)), VALUE, "two weeks in the past"),
        (PUT, data(Value=1, Timestamp=NOW + timedelta(days=1)), VALUE, "two hours in the future"),
        (PUT, data(Values=[1] * 151), VALUE, "must not have a size greater than 150."),
        (GET, statistics(Period=1), COMBINATION, "up to 86400 datapoints, which exceeds the limit"),
        (GET, statistics(Period=61), VALUE, "Period must be a multiple of 60."),
        (GET, statistics(EndTime=NOW - timedelta(days=2)), VALUE, "StartTime must be less than"),
        ("put_dashboard", {"DashboardName": "a b", "DashboardBody": "{}"}, VALUE, "DashboardName"),
        (
            "set_alarm_state",
            {"AlarmName": "a", "StateValue": "BAD", "StateReason": ""},
            ERROR,
            "BAD",
        ),
    ),
)
def test_metrics_that_cloudwatch_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize(
    "row",
    rows(
        SERVICE,
        (ALARM, alarm(Statistic=None), ERROR, "Exactly one of Statistic and ExtendedStatistic"),
        (ALARM, alarm(ExtendedStatistic="p95"), ERROR, "Exactly one of Statistic and"),
        (ALARM, alarm(Statistic=None, ExtendedStatistic="p101"), ERROR, "p101"),
        (ALARM, alarm(Statistic="Median"), ERROR, "Value 'Median' at 'statistic'"),
        (ALARM, alarm(TreatMissingData="no"), ERROR, "Option no is not supported."),
        (ALARM, alarm(Unit="Parsecs"), ERROR, "Value 'Parsecs' at 'unit'"),
        (ALARM, alarm(MetricName=None), ERROR, "MetricName"),
        (ALARM, alarm(Period=7), ERROR, "period"),
        (ALARM, alarm(AlarmActions=["topic"]), ERROR, "Invalid arn syntax: topic"),
        (ALARM, alarm(AlarmActions=SIX), ERROR, "at 'alarmActions'"),
        (ALARM, {**of_queries(query()), "Statistic": "Sum"}, ERROR, "should not be set if list of"),
        (ALARM, of_queries(query(stat="Mean")), ERROR, "Invalid metrics list"),
        (ALARM, of_queries(query("M")), ERROR, "Invalid metrics list"),
        (ALARM, of_queries(query(), {"Id": "e", "Expression": "z*2"}), ERROR, "Invalid metrics"),
        (ALARM, of_queries(query("a"), query("b")), ERROR, "Exactly one element of the metrics"),
        (ALARM, of_queries({"Id": "e", "Expression": "SEARCH('{n}', 'Sum')"}), ERROR, "SEARCH is"),
    ),
)
def test_alarms_that_cloudwatch_refuses(world: World, row: Row) -> None:
    row.assert_refused(world)


@pytest.mark.parametrize(
    "given",
    [
        alarm(Namespace="AWS/Lambda"),
        alarm(Period=20),
        alarm(Statistic=None, ExtendedStatistic="tm99"),
        of_queries(query(ReturnData=False), {"Id": "e", "Expression": "MAX([m, m/2])"}),
        of_queries(query(ReturnData=False), {"Id": "e", "Expression": "IF(m > 1, m, 0)"}),
    ],
)
def test_alarms_that_cloudwatch_accepts(world: World, given: dict[str, Any]) -> None:
    cloudwatch = world.client(SERVICE)

    cloudwatch.put_metric_alarm(**given)

    (alarm,) = cloudwatch.describe_alarms(AlarmNames=[given["AlarmName"]])["MetricAlarms"]
    assert alarm.get("ExtendedStatistic") == given.get("ExtendedStatistic")


def test_a_compressed_request_is_read(world: World) -> None:
    """botocore compresses ten kilobytes of metrics and more (request compression)."""
    many = [{"MetricName": f"m{number}", "Value": 1} for number in range(900)]
    assert len(gzip.compress(json.dumps(many).encode())) > 0
    cloudwatch, namespace = world.client(SERVICE), fresh("compressed")

    cloudwatch.put_metric_data(Namespace=namespace, MetricData=many)

    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=namespace)
    assert sum(len(page["Metrics"]) for page in pages) == len(many)
