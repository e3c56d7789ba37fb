"""Alarms on a deployed API, and a subscriber to their topic."""

import json
import time
import uuid
from typing import Any

from embedded_aws.tests.integration.gateway.conftest import World
from embedded_aws.tests.integration.gateway.observed.measuring import measured

MINUTE = 60


class Watched:
    """Alarms on one API, evaluated on demand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.api = measured(world)
        self.cloudwatch = world.client("cloudwatch")
        self.name = f"errors-{self.api.name}"
        self.queue, self.topic = self._subscribed()

    def alarm(self, **changed: Any) -> str:
        """The name of a new alarm on 5XX errors of the stage."""
        metric = {
            "MetricName": "5XXError",
            "Namespace": "AWS/ApiGateway",
            "Dimensions": self.api.dimensions(Stage="v1"),
            "Statistic": "Sum",
            "Period": MINUTE,
        }
        deciding: dict[str, Any] = {
            "AlarmName": self.name,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "Threshold": 1,
            "EvaluationPeriods": 1,
            "TreatMissingData": "notBreaching",
        }
        if "Metrics" not in changed:
            deciding = {**metric, **deciding}
        settings: dict[str, Any] = {**deciding, **changed}
        self.cloudwatch.put_metric_alarm(**settings)
        return str(settings["AlarmName"])

    def composite(self, rule: str, **changed: Any) -> str:
        """The name of a new composite alarm."""
        name = f"any-{self.api.name}"
        self.cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=rule, **changed)
        return name

    def evaluate(self, minutes: float) -> None:
        """Evaluate as if that many minutes had passed."""
        self.world.alarms.evaluate(time.time() + minutes * MINUTE)

    def state(self, name: str = "") -> str:
        """The alarm's state as DescribeAlarms shows it."""
        return str(self.shown(name)["StateValue"])

    def shown(self, name: str = "") -> dict[str, Any]:
        """The alarm as DescribeAlarms shows it."""
        answer = self.cloudwatch.describe_alarms(
            AlarmNames=[name or self.name], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
        )
        (alarm,) = answer["MetricAlarms"] + answer["CompositeAlarms"]
        return dict(alarm)

    def history(self, kind: str, name: str = "") -> list[str]:
        """Summaries of the alarm's history, oldest first."""
        items = self.cloudwatch.describe_alarm_history(
            AlarmName=name or self.name,
            HistoryItemType=kind,
            ScanBy="TimestampAscending",
            AlarmTypes=["MetricAlarm", "CompositeAlarm"],
        )["AlarmHistoryItems"]
        return [str(each["HistorySummary"]) for each in items]

    def messages(self) -> list[dict[str, Any]]:
        """The messages that the topic published."""
        received = self.world.client("sqs").receive_message(
            QueueUrl=self.queue, MaxNumberOfMessages=10
        )
        return [json.loads(json.loads(each["Body"])["Message"]) for each in received["Messages"]]

    def fail(self, times: int = 1) -> None:
        """Send requests that end with a 5XX, and wait until they are measured."""
        for _ in range(times):
            self.api.deployed.get("/broken")
        self.api.settle(times)

    def _subscribed(self) -> tuple[str, str]:
        name = uuid.uuid4().hex
        queue = self.world.client("sqs").create_queue(QueueName=name)["QueueUrl"]
        sns = self.world.client("sns")
        topic = sns.create_topic(Name=name)["TopicArn"]
        endpoint = f"arn:aws:sqs:eu-central-1:123456789012:{name}"
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=endpoint)
        return queue, topic
