"""Deployed alarms change state by the metrics of the gateway and the functions."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import World
from embedded_aws.tests.integration.gateway.observed.watching import MINUTE, Watched


@pytest.fixture
def watched(world: World) -> Iterator[Watched]:
    yield Watched(world)
    cloudwatch = world.client("cloudwatch")
    alarms = cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
    names = [each["AlarmName"] for each in alarms["MetricAlarms"] + alarms["CompositeAlarms"]]
    cloudwatch.delete_alarms(AlarmNames=names)


def test_an_alarm_rings_after_failing_requests_and_is_quiet_again_after_them(
    watched: Watched,
) -> None:
    watched.alarm()

    seen = [watched.state()]
    watched.fail()
    watched.evaluate(1)
    seen.append(watched.state())
    watched.evaluate(10)
    seen.append(watched.state())

    assert seen == ["INSUFFICIENT_DATA", "ALARM", "OK"]


def test_the_minute_under_way_is_not_judged(watched: Watched) -> None:
    watched.alarm()

    watched.fail()
    watched.evaluate(-1)

    assert watched.state() == "OK"


def test_the_state_tells_its_reason_and_since_when(watched: Watched) -> None:
    watched.alarm()

    watched.fail(2)
    watched.evaluate(1)

    alarm = watched.shown()
    assert alarm["StateReason"].startswith("Threshold Crossed: 1 out of the last 1 datapoints [")
    assert "greater than or equal to the threshold (1" in alarm["StateReason"]
    assert json.loads(alarm["StateReasonData"])["recentDatapoints"] == [2.0]
    assert alarm["StateTransitionedTimestamp"] == alarm["StateUpdatedTimestamp"]


def test_the_history_tells_every_change(watched: Watched) -> None:
    watched.alarm()

    watched.fail()
    watched.evaluate(1)
    watched.evaluate(2)
    watched.evaluate(10)

    assert watched.history("StateUpdate") == [
        "Alarm updated from INSUFFICIENT_DATA to ALARM",
        "Alarm updated from ALARM to OK",
    ]
    assert watched.history("ConfigurationUpdate") == [f'Alarm "{watched.name}" created']


def test_actions_tell_the_topic_of_each_state_once(watched: Watched) -> None:
    watched.alarm(AlarmActions=[watched.topic], OKActions=[watched.topic])

    watched.fail()
    for minutes in (1, 1, 10, 10):
        watched.evaluate(minutes)

    changes = [(each["OldStateValue"], each["NewStateValue"]) for each in watched.messages()]
    assert changes == [("INSUFFICIENT_DATA", "ALARM"), ("ALARM", "OK")]
    assert len(watched.history("Action")) == 2


def test_disabled_actions_tell_nobody(watched: Watched) -> None:
    watched.alarm(AlarmActions=[watched.topic], ActionsEnabled=False)

    watched.fail()
    watched.evaluate(1)

    assert watched.state() == "ALARM"
    assert watched.history("Action") == []


def test_an_action_that_cannot_be_performed_is_told_in_the_history(watched: Watched) -> None:
    absent = f"{watched.topic}-gone"
    watched.alarm(AlarmActions=[absent, watched.topic])

    watched.fail()
    watched.evaluate(1)

    failed, done = watched.history("Action")
    assert failed.startswith(f"Failed to execute action {absent}")
    assert done == f"Successfully executed action {watched.topic}"


def test_an_updated_alarm_keeps_its_state(watched: Watched) -> None:
    watched.alarm()
    watched.fail()
    watched.evaluate(1)

    watched.alarm(AlarmDescription="now with words")

    assert (watched.state(), watched.shown()["AlarmDescription"]) == ("ALARM", "now with words")


def test_a_state_set_by_hand_acts_and_lasts_until_the_next_evaluation(watched: Watched) -> None:
    watched.alarm(AlarmActions=[watched.topic])
    watched.evaluate(1)

    watched.cloudwatch.set_alarm_state(
        AlarmName=watched.name, StateValue="ALARM", StateReason="a fire drill"
    )
    by_hand = watched.state()
    watched.evaluate(1)

    assert (by_hand, watched.state()) == ("ALARM", "OK")
    assert watched.messages()[0]["NewStateReason"] == "a fire drill"


def test_an_alarm_on_a_share_of_requests_rings(watched: Watched) -> None:
    dimensions = watched.api.dimensions(Stage="v1")

    def metric(name: str) -> dict[str, Any]:
        named = {"Namespace": "AWS/ApiGateway", "MetricName": name, "Dimensions": dimensions}
        return {"Metric": named, "Period": MINUTE, "Stat": "Sum"}

    watched.alarm(
        Threshold=0.2,
        Metrics=[
            {"Id": "failed", "MetricStat": metric("5XXError"), "ReturnData": False},
            {"Id": "all", "MetricStat": metric("Count"), "ReturnData": False},
            {
                "Id": "share",
                "Expression": "IF(FILL(all, 0) > 0, failed / all, 0)",
                "Label": "errors",
                "ReturnData": True,
            },
        ],
    )

    watched.fail()
    watched.evaluate(1)

    assert watched.state() == "ALARM"


def test_an_alarm_on_a_percentile_of_latency_rings(watched: Watched) -> None:
    watched.cloudwatch.put_metric_alarm(
        AlarmName="slow",
        MetricName="Latency",
        Namespace="AWS/ApiGateway",
        Dimensions=watched.api.dimensions(Stage="v1"),
        ExtendedStatistic="p99",
        Period=MINUTE,
        EvaluationPeriods=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Threshold=0,
    )

    watched.fail()
    watched.evaluate(1)

    assert watched.state("slow") == "ALARM"


def test_an_alarm_that_cannot_be_evaluated_says_why(watched: Watched) -> None:
    band = "ANOMALY_DETECTION_BAND(METRICS())"
    watched.alarm(Metrics=[{"Id": "band", "Expression": band, "Period": 60}], Threshold=1)

    watched.evaluate(1)

    alarm = watched.shown()
    assert alarm["StateValue"] == "INSUFFICIENT_DATA"
    assert "ANOMALY_DETECTION_BAND is not implemented" in alarm["StateReason"]


def test_a_composite_alarm_follows_its_rule(watched: Watched) -> None:
    child = watched.alarm()
    parent = watched.composite(f'ALARM("{child}") AND NOT FALSE', AlarmActions=[watched.topic])

    watched.fail()
    watched.evaluate(1)
    rang = watched.state(parent)
    watched.evaluate(10)

    assert (rang, watched.state(parent)) == ("ALARM", "OK")
    assert watched.messages()[0]["AlarmName"] == parent


def test_a_composite_alarm_is_silent_while_its_suppressor_rings(watched: Watched) -> None:
    child = watched.alarm(AlarmName=f"child-{watched.name}")
    maintenance = watched.alarm(AlarmName=f"maintenance-{watched.name}")
    parent = watched.composite(
        f"ALARM({child})",
        AlarmActions=[watched.topic],
        ActionsSuppressor=maintenance,
        ActionsSuppressorWaitPeriod=0,
        ActionsSuppressorExtensionPeriod=0,
    )

    watched.fail()
    watched.evaluate(1)
    silent = watched.history("Action", parent)

    assert (watched.state(parent), silent) == ("ALARM", [])
    assert watched.shown(parent)["ActionsSuppressedBy"] == "Alarm"


def test_a_composite_alarm_speaks_when_the_wait_for_its_suppressor_is_over(
    watched: Watched,
) -> None:
    child = watched.alarm(AlarmName=f"child-{watched.name}")
    maintenance = watched.alarm(AlarmName=f"maintenance-{watched.name}", Threshold=100)
    parent = watched.composite(
        f"ALARM({child})",
        AlarmActions=[watched.topic],
        ActionsSuppressor=maintenance,
        ActionsSuppressorWaitPeriod=30,
        ActionsSuppressorExtensionPeriod=30,
    )

    watched.fail()
    watched.evaluate(1)
    waiting = watched.history("Action", parent)
    watched.evaluate(1.6)

    assert (waiting, len(watched.history("Action", parent))) == ([], 1)


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("ALARM(nobody)", r"alarms \[nobody\] in the alarm rule do not exist"),
        ("ALARM(", "cannot be read from here on"),
        ("(TRUE", "nothing closes"),
        ("TRUE OR", "ends where an alarm should come"),
    ],
)
def test_a_rule_that_cannot_hold_is_refused(watched: Watched, rule: str, sentence: str) -> None:
    with pytest.raises(watched.cloudwatch.exceptions.ClientError, match=sentence):
        watched.composite(rule)


def test_only_metric_alarms_are_described_unless_others_are_asked_for(watched: Watched) -> None:
    watched.composite("TRUE")

    alarms = watched.cloudwatch.describe_alarms()

    assert alarms["CompositeAlarms"] == []
