"""Odd lines on the way that Terraform builds: each is a row, or kept aside with a reason."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from embedded_aws import Target
from tests.integration.insights.conftest import asking
from tools.insights.questions.athena import Athena
from tools.insights.questions.question import Question, questions
from tools.measure.insights.logs import columns

NAME, GROUP = "odd-test", "/odd/access"
WITHIN_SECONDS = 60
NOW_MS = time.time_ns() // 1_000_000
HOUR_MS = 3_600_000
USUAL = dict.fromkeys(columns()["access_log_lines"], "-") | {
    "http_method": "GET",
    "path": "/v1/orders/1",
    "request_time_epoch": str(NOW_MS),
    "resource_path": "/orders/{orderId}",
    "source_ip": "192.0.2.1",
    "status": "200",
    "user_agent": "a/1",
}
TIMES = {
    "two days late": str(NOW_MS - 48 * HOUR_MS),
    "an hour late": str(NOW_MS - HOUR_MS - 60_000),
    "a day early": str(NOW_MS + 24 * HOUR_MS),
    "at the beginning of time": "1",
    "before it": "-86400000",
    "in another age": "99999999999999",
    "beyond all times": "9" * 30,
    "in words": "yesterday",
    "never": "-",
}
AGENTS = [
    'quoted "agent"', "it's", "back\\slash \\n", "a\tb\r\nc\x00\x01\x1b[31m\x7f", "👩‍👩‍👧",
    "x" * 8192, "", " ",
    "${jndi:ldap://x}", "<script>", "\u2028\u202e", "%s%n{0}", "';--",
]  # fmt: skip
ADDRESSES = ["2001:db8::1", "::1", "fe80::1%eth0", "::ffff:192.0.2.1", "2001:db8::1, 10.0.0.1", "?"]
PATHS = [
    "/" + "p/" * 4000,
    "/v1/" + "ä" * 2000,
    "/v1/%00%2e%2e/",
    "//",
    "*",
    "/v1/orders/" + "1" * 9000,
]
VALUES: list[Any] = [
    200,
    2.5,
    True,
    None,
    [1, 2],
    {"a": {"b": "\"'"}},
    "two hundred",
    "1e400",
    "-0",
]
LINES = [
    *({**USUAL, "request_time_epoch": each} for each in TIMES.values()),
    *({**USUAL, "user_agent": each} for each in AGENTS),
    *({**USUAL, "source_ip": each} for each in ADDRESSES),
    *({**USUAL, "path": each} for each in PATHS),
    *({**USUAL, "status": each} for each in VALUES),
    *({name: each for name, each in USUAL.items() if name != without} for without in USUAL),
    {}, {"unknown": 1}, {"STATUS": "201", "Path": "/v1"}, {**USUAL, "request_id": "twice"},
    {**USUAL, "request_id": "twice"}, {**USUAL, "request_id": "twice"},
]  # fmt: skip
BROKEN = [
    " ", "plain words", "null", "42", "[]", '"text"', "{", json.dumps(USUAL)[:-9],
    "{'status': '200'}",
    '{"status": "200"} trailing',
    json.dumps({**USUAL, "user_agent": "half a character \ud83d"}),
    "\ufeff{}", '{"a": "\x01', "[" * 5000,
]  # fmt: skip


@pytest.fixture(scope="module")
def athena(account: Target) -> Athena:
    """Athena, after every odd line was logged and delivered."""
    logs = account.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    logs.create_log_stream(logGroupName=GROUP, logStreamName="requests")
    logs.put_subscription_filter(
        logGroupName=GROUP, filterName="access_log_lines", filterPattern="",
        destinationArn=f"arn:aws:firehose:eu-central-1:123456789012:deliverystream/{NAME}-access-log-lines",
        roleArn="arn:aws:iam::123456789012:role/odd-test-log-subscriptions",
    )  # fmt: skip
    sent = [json.dumps(each) for each in LINES] + BROKEN
    events = [{"timestamp": NOW_MS, "message": each} for each in sent]
    logs.put_log_events(logGroupName=GROUP, logStreamName="requests", logEvents=events)
    ready = asking(account, NAME)
    _until(lambda: _count(ready) + len(list(_kept_aside(account))) >= len(sent))
    return ready


def test_lines_in_are_rows_and_lines_kept_aside_with_a_reason(
    account: Target, athena: Athena
) -> None:
    aside = list(_kept_aside(account))

    assert _count(athena) == len(LINES)
    assert sorted(base64.b64decode(each["rawData"]).decode() for each in aside) == sorted(BROKEN)
    assert {each["ErrorCode"] for each in aside} == {"DataFormatConversion.MalformedData"}
    assert all(each["ErrorMessage"] for each in aside)


def test_an_odd_value_is_there_as_it_was_sent(athena: Athena) -> None:
    assert set(AGENTS) <= _column(athena, "user_agent")
    assert set(ADDRESSES) <= _column(athena, "source_ip")
    assert set(PATHS) <= _column(athena, "path")


def test_the_view_casts_what_can_be_cast_and_loses_nothing(athena: Athena) -> None:
    [row] = _asked(athena, "SELECT count(*), count(status), count(request_time) FROM access_logs")

    assert row[0] == len(LINES)
    assert 0 < row[1] < row[0]
    assert 0 < row[2] < row[0]


def test_late_early_and_repeated_lines_are_counted_as_such(athena: Athena) -> None:
    [answer] = athena.ask(questions()["log-delivery"]).dicts()

    late = [
        each
        for each in TIMES
        if each.endswith("late") or each in ("at the beginning of time", "before it")
    ]
    assert answer["lines"] == len(LINES)
    assert answer["duplicates"] == 2
    assert answer["late"] == len(late)
    assert answer["early"] == 2


@pytest.mark.parametrize("name", questions())
def test_a_question_can_be_asked_of_odd_lines(name: str, athena: Athena) -> None:
    assert athena.ask(questions()[name]).columns


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while not true():
        assert time.monotonic() < deadline, "lines were lost, or are late"
        time.sleep(0.5)


def _asked(athena: Athena, sql: str) -> list[Any]:
    return list(athena.ask(Question("odd", sql, {})).rows)


def _count(athena: Athena) -> int:
    return int(_asked(athena, "SELECT count(*) FROM access_log_lines")[0][0])


def _column(athena: Athena, name: str) -> set[str]:
    return {row[0] for row in _asked(athena, f"SELECT DISTINCT {name} FROM access_log_lines")}


def _kept_aside(account: Target) -> Iterator[dict[str, Any]]:
    s3, bucket = account.client("s3"), f"{NAME}-logs-123456789012"
    for each in s3.list_objects_v2(Bucket=bucket, Prefix="failed/access_log_lines/").get(
        "Contents", ()
    ):
        body = s3.get_object(Bucket=bucket, Key=each["Key"])["Body"].read()
        yield from (json.loads(line) for line in body.splitlines())
