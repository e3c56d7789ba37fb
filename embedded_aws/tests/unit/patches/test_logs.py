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


def rows(logs: Any, query: str) -> list[dict[str, str]]:
    started = logs.start_query(
        logGroupName="g", startTime=0, endTime=int(time.time()) + 60, queryString=query
    )
    answer = logs.get_query_results(queryId=started["queryId"])["results"]
    return [
        {each["field"]: each["value"] for each in row if each["field"] != "@ptr"} for row in answer
    ]


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("fields status | filter status >= 500", [{"status": "500"}]),
        (
            "filter ispresent(status) | stats count(*) as n, max(status) by path | sort path desc",
            [
                {"path": "/orders", "n": "1", "max(status)": "500"},
                {"path": "/health", "n": "1", "max(status)": "200"},
            ],
        ),
        (
            "parse @message '* frank *' as ip, code | filter ispresent(code) | display code"
            " | sort code asc",
            [{"code": "200"}, {"code": "404"}],
        ),
        (
            "parse @message /ERROR (?<what>.*)/ | filter ispresent(what)"
            " | display toupper(what) as w | sort w asc | limit 1",
            [{"w": "CAREFUL, IT IS HOT"}],
        ),
        (
            "filter @message like /ERR/ and @message not like 'careful' | display @message",
            [{"@message": "ERROR out of paper"}],
        ),
        (
            "filter strcontains(@message, 'frank') | fields @logStream | display @logStream"
            " | dedup @logStream",
            [{"@logStream": "s"}],
        ),
        ("stats count(*) as n by bin(1d) as day | display n", [{"n": "7"}]),
        ("filter status in [200, 500] | stats avg(status) as mean", [{"mean": "350"}]),
        (
            "filter status = 500 | fields status / 100 + 1 as plain | display plain",
            [{"plain": "6"}],
        ),
        (
            "stats pct(status, 50) as middle, count_distinct(path) as p",
            [{"middle": "350", "p": "2"}],
        ),
        ("filter nothing = 1", []),
        ("stats sum(nothing) as s", [{}]),
    ],
)
def test_a_query_is_answered(logs: Any, query: str, answer: list[dict[str, str]]) -> None:
    assert rows(logs, query) == answer


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("fields @message | pattern @message", "pattern"),
        ("stats anomaly(status)", "anomaly"),
        ("fields jsonParse(@message)", "jsonParse"),
    ],
)
def test_a_query_that_is_not_served_is_refused_by_name(logs: Any, query: str, name: str) -> None:
    with pytest.raises(NotImplementedError, match=name):
        logs.start_query(logGroupName="g", startTime=0, endTime=9, queryString=query)


@pytest.mark.parametrize(
    "query",
    [
        "filter (status = 1",
        "limit none",
        "parse @message '*'",
        "sort",
        "fields `x",
        "filter a not 1",
    ],
)
def test_a_query_that_cannot_be_read_is_malformed(logs: Any, query: str) -> None:
    with pytest.raises(logs.exceptions.MalformedQueryException):
        logs.start_query(logGroupName="g", startTime=0, endTime=9, queryString=query)


def test_an_answer_is_the_newest_first_with_times(logs: Any) -> None:
    query = "# newest first\nfields @timestamp, @message | sort @timestamp desc | limit 2"

    first, _ = rows(logs, query)

    assert list(first) == ["@timestamp", "@message"]
    assert len(first["@timestamp"]) == len("2026-01-31 12:00:00.000")
