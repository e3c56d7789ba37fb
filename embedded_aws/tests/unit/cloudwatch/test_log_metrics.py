"""Log lines become metrics: by the embedded metric format, and by metric filters."""

import json
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from embedded_aws import cloudwatch

GROUP = "/aws/lambda/orders"
REGION = "eu-central-1"


class Logs:
    """A log group, and the sums of its metrics."""

    def __init__(self) -> None:
        self.logs: Any = boto3.client("logs", region_name=REGION)
        self.cloudwatch: Any = boto3.client("cloudwatch", region_name=REGION)
        self.logs.create_log_group(logGroupName=GROUP)
        self.logs.create_log_stream(logGroupName=GROUP, logStreamName="s")

    def write(self, *lines: object) -> None:
        """Write the lines; values that are not text become JSON."""
        now = int(time.time() * 1000)
        messages = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        events = [{"timestamp": now, "message": message} for message in messages]
        self.logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)

    def filter(self, pattern: str, **transformation: Any) -> None:
        """Create a metric filter, by default one that counts in Orders/Failures."""
        usual = {"metricName": "Failures", "metricNamespace": "Orders", "metricValue": "1"}
        self.logs.put_metric_filter(
            logGroupName=GROUP,
            filterName="failures",
            filterPattern=pattern,
            metricTransformations=[{**usual, **transformation}],
        )

    def sums(self, name: str, **dimensions: str) -> list[float]:
        """The metric's sum in the last minutes, if there is one, and its number of samples."""
        points = self.cloudwatch.get_metric_statistics(
            Namespace="Orders",
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=time.time() - 300,
            EndTime=time.time() + 60,
            Period=3600,
            Statistics=["Sum", "SampleCount"],
        )["Datapoints"]
        return [value for each in points for value in (each["Sum"], each["SampleCount"])]


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logs]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    cloudwatch.install()
    with mock_aws():
        yield Logs()


def emf(**values: Any) -> dict[str, Any]:
    """A line in Powertools' format."""
    metrics = [{"Name": "OrdersPlaced", "Unit": "Count"}]
    directive = {"Namespace": "Orders", "Dimensions": [["service"], []], "Metrics": metrics}
    now = int(time.time() * 1000)
    return {
        "_aws": {"Timestamp": now, "CloudWatchMetrics": [directive]},
        "service": "orders",
        **values,
    }


def test_a_line_in_embedded_format_measures_each_set_of_dimensions(logs: Logs) -> None:
    logs.write(emf(OrdersPlaced=2), emf(OrdersPlaced=3))

    assert logs.sums("OrdersPlaced", service="orders") == [5, 2]
    assert logs.sums("OrdersPlaced") == [5, 2]


def test_a_line_may_carry_many_values(logs: Logs) -> None:
    logs.write(emf(OrdersPlaced=[1, 2, 3]))

    assert logs.sums("OrdersPlaced", service="orders") == [6, 3]


@pytest.mark.parametrize(
    "line",
    [
        emf(OrdersPlaced="many"),
        emf(OrdersPlaced=True),
        emf(),
        {"_aws": None},
        {"_aws": {"CloudWatchMetrics": [{}]}},
        '{"_aws": broken',
        '"_aws"',
    ],
)
def test_a_broken_line_measures_nothing_and_harms_no_other(logs: Logs, line: object) -> None:
    logs.write(line, emf(OrdersPlaced=1))

    assert logs.sums("OrdersPlaced", service="orders") == [1, 1]


def test_a_metric_filter_counts_the_lines_that_match(logs: Logs) -> None:
    logs.filter("{ $.status = 5* }")

    logs.write({"status": "500"}, {"status": "200"}, {"status": 503}, "no JSON")

    assert logs.sums("Failures") == [2, 2]


def test_a_metric_filter_takes_value_and_dimensions_from_the_line(logs: Logs) -> None:
    logs.filter("{ $.latency > 0 }", metricValue="$.latency", dimensions={"Route": "$.route"})

    logs.write({"latency": 7.5, "route": "/a"}, {"latency": 1, "route": "/b"})

    assert logs.sums("Failures", Route="/a") == [7.5, 1]


def test_the_default_value_counts_in_a_minute_without_a_match(logs: Logs) -> None:
    logs.filter("ERROR", defaultValue=0)

    logs.write("all is well", "still")

    assert logs.sums("Failures") == [0, 1]


def test_a_filter_of_the_same_name_replaces_the_one_before(logs: Logs) -> None:
    logs.filter("ERROR")
    logs.filter("WARN")

    logs.write("ERROR", "WARN")

    assert logs.sums("Failures") == [1, 1]


def test_another_groups_lines_are_left_alone(logs: Logs) -> None:
    logs.filter("ERROR")
    logs.logs.create_log_group(logGroupName="/other")
    logs.logs.create_log_stream(logGroupName="/other", logStreamName="s")

    event = {"timestamp": int(time.time() * 1000), "message": "ERROR"}
    logs.logs.put_log_events(logGroupName="/other", logStreamName="s", logEvents=[event])

    assert logs.sums("Failures") == []


def test_a_pattern_that_cannot_be_read_is_refused(logs: Logs) -> None:
    with pytest.raises(ClientError, match="nothing closes"):
        logs.filter("{ $.status = 5*")
