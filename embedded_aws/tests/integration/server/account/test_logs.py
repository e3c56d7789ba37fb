"""Log groups as `aws logs tail` reads them, and patterns tried before they are used."""

import time
from typing import Any

import pytest

from embedded_aws.tests.integration.server.conftest import EmbeddedAws

GROUP = "/tailed"
ARN = f"arn:aws:logs:eu-central-1:123456789012:log-group:{GROUP}"
LINE = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /x HTTP/1.0" 200 1534'


@pytest.fixture(scope="module")
def logs(aws: EmbeddedAws) -> Any:
    """A group with a stream `a1` and a stream `b1`, a line in each."""
    client = aws.client("logs")
    client.create_log_group(logGroupName=GROUP)
    for name in ("a1", "b1"):
        client.create_log_stream(logGroupName=GROUP, logStreamName=name)
        event = {"timestamp": int(time.time() * 1000), "message": f"line of {name}"}
        client.put_log_events(logGroupName=GROUP, logStreamName=name, logEvents=[event])
    return client


@pytest.mark.parametrize(
    "named",
    [{"logGroupName": GROUP}, {"logGroupIdentifier": GROUP}, {"logGroupIdentifier": ARN}],
)
def test_a_group_is_read_by_name_or_arn(logs: Any, named: dict[str, str]) -> None:
    pages = logs.get_paginator("filter_log_events").paginate(
        **named, startTime=int((time.time() - 600) * 1000), interleaved=True
    )

    events = [each for page in pages for each in page["events"]]
    assert {each["message"] for each in events} == {"line of a1", "line of b1"}
    assert len({each["eventId"] for each in events}) == 2


@pytest.mark.parametrize(("prefix", "lines"), [("a", ["line of a1"]), ("x", [])])
def test_streams_are_read_by_the_beginning_of_their_names(
    logs: Any, prefix: str, lines: list[str]
) -> None:
    answer = logs.filter_log_events(logGroupName=GROUP, logStreamNamePrefix=prefix)

    assert [each["message"] for each in answer["events"]] == lines


def test_a_group_that_is_not_there_is_told(logs: Any) -> None:
    with pytest.raises(logs.exceptions.ResourceNotFoundException):
        logs.filter_log_events(logGroupIdentifier=f"{ARN}-gone", logStreamNamePrefix="a")


@pytest.mark.parametrize(
    ("pattern", "message", "values"),
    [
        ("ERROR", "an ERROR", {}),
        ("{ $.status >= 500 }", '{"status": 503, "path": "/x"}', {"$.status": "503"}),
        (
            "[ip, identity, user, time, request, status=2*, size]",
            LINE,
            {
                "$ip": "127.0.0.1",
                "$identity": "-",
                "$user": "frank",
                "$time": "10/Oct/2000:13:25:15 -0700",
                "$request": "GET /x HTTP/1.0",
                "$status": "200",
                "$size": "1534",
            },
        ),
    ],
)
def test_a_pattern_is_tried_on_messages(
    logs: Any, pattern: str, message: str, values: dict[str, str]
) -> None:
    answer = logs.test_metric_filter(filterPattern=pattern, logEventMessages=["other", message])

    expected = {"eventNumber": 2, "eventMessage": message, "extractedValues": values}
    assert answer["matches"] == [expected]


def test_a_pattern_that_cannot_be_read_is_refused(logs: Any) -> None:
    with pytest.raises(logs.exceptions.InvalidParameterException, match="nothing closes"):
        logs.test_metric_filter(filterPattern="{ $.a = 1", logEventMessages=["x"])
