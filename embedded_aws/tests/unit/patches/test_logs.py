"""FilterLogEvents and StartQuery (CloudWatch Logs user guide)."""

import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from embedded_aws.patches.logs import filtering, insights

LINES = [
    '{"status": 500, "path": "/orders"}',
    '{"status": 200, "path": "/health"}',
    "127.0.0.1 frank 404",
    "127.0.0.1 frank 200",
    "ERROR out of paper",
    "ERROR careful, it is hot",
    "WARN low ink",
]


@pytest.fixture
def logs() -> Iterator[Any]:
    filtering.install()
    insights.install()
    with mock_aws():
        client = boto3.client(
            "logs",
            region_name="eu-central-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )
        client.create_log_group(logGroupName="g")
        client.create_log_stream(logGroupName="g", logStreamName="s")
        now = int(time.time() * 1000)
        client.put_log_events(
            logGroupName="g",
            logStreamName="s",
            logEvents=[{"timestamp": now, "message": line} for line in LINES],
        )
        yield client


@pytest.mark.parametrize(
    ("pattern", "lines"),
    [
        ("", LINES),
        ("ERROR", LINES[4:6]),
        ("{ $.status = 500 }", LINES[:1]),
        ('{ $.status = 2* && $.path = "/health" }', LINES[1:2]),
        ("[ip, user, code=4*]", LINES[2:3]),
        ("?WARN ?frank", [*LINES[2:4], LINES[6]]),
        ("ERROR -careful", LINES[4:5]),
        ("%lo[vw] ink%", LINES[6:]),
    ],
)
def test_events_are_filtered_by_the_whole_grammar(
    logs: Any, pattern: str, lines: list[str]
) -> None:
    events = logs.filter_log_events(logGroupName="g", filterPattern=pattern)["events"]

    assert [each["message"] for each in events] == lines


def test_a_pattern_that_is_none_is_refused(logs: Any) -> None:
    with pytest.raises(logs.exceptions.InvalidParameterException, match="Invalid filter pattern"):
        logs.filter_log_events(logGroupName="g", filterPattern="[a, b")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fields @message | filter status = 500", "filter"),
        ("stats count(*) by status", "stats"),
        ("fields @message\n| parse @message '*' as x", "parse"),
        ("fields @timestamp | dedup x", "dedup"),
        ("fields status", "fields status"),
        ("fields @message | sort status desc", "sort status"),
    ],
)
def test_a_query_that_is_not_served_is_refused_by_name(logs: Any, query: str, name: str) -> None:
    with pytest.raises(NotImplementedError, match=name):
        logs.start_query(logGroupName="g", startTime=0, endTime=9, queryString=query)


def test_a_query_that_is_served_is_taken(logs: Any) -> None:
    query = "# newest first\nfields @timestamp, @message | sort @timestamp desc | limit 2"

    started = logs.start_query(
        logGroupName="g", startTime=0, endTime=int(time.time()) + 60, queryString=query
    )

    rows = logs.get_query_results(queryId=started["queryId"])["results"]
    assert len(rows) == 2
