"""Questions find what was planted, and the same over every engine."""

import gzip
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from embedded_aws.cloudwatch.insights.queries import compiled
from shared.throttling import service_levels
from tools.command import CommandError
from tools.insights.cost.log_line import bytes_per_line
from tools.insights.cost.prices import prices
from tools.insights.questions import page, saved
from tools.insights.questions.dialect import parsed, with_routes
from tools.insights.questions.findings import sentences, subjects_found
from tools.insights.questions.logs import Logs, opened
from tools.insights.questions.question import Question, named, questions
from tools.measure.insights.api import api
from tools.measure.insights.logs import columns
from tools.measure.insights.scenario import Scenario
from tools.review.aws_rules import sources

QUESTIONS = questions()
FINDING = [name for name, each in QUESTIONS.items() if each.finding]
SAVED = sorted(saved.SAVED.glob("*.query"))
TIERS = re.compile(r"\('(\w+)', (\d+), (\d+), '(\w+)'\)")
ODD = [
    "quote \" and ' and \\ backslash",
    "tab\t, newline \n, bell \x07, escape \x1b[31m",
    "emoji 🦊 and büro",
    "x" * 8192,
    "${jndi:ldap://example.org}",
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_answers_nothing_where_there_are_no_lines(name: str, empty: Logs) -> None:
    answer = empty.ask(QUESTIONS[name])

    assert [row for row in answer.rows if name != "contract-use"] == []


def test_what_was_planted_is_found(planted: tuple[Scenario, Logs]) -> None:
    scenario, logs = planted

    findings = {
        (name, each) for name in FINDING for each in subjects_found(logs.ask(QUESTIONS[name]))
    }

    assert {(each.question, each.subject) for each in scenario.planted} - findings == set()


def test_ordinary_consumers_raise_no_alarm(clean: Logs) -> None:
    findings = {
        (name, each) for name in FINDING for each in subjects_found(clean.ask(QUESTIONS[name]))
    }

    assert findings == set()


@pytest.mark.parametrize("path", SAVED, ids=lambda each: each.stem)
def test_logs_insights_gives_the_same_rows(path: Path, planted: tuple[Scenario, Logs]) -> None:
    _, logs = planted
    lines = logs.lines("access_log_lines", 1500)
    with _of(lines) as few:
        answer = few.ask(QUESTIONS[path.stem])

    rows = compiled(_unlimited(path.read_text(encoding="utf-8")))(lines)

    assert sorted(map(_rounded, rows), key=str) == sorted(map(_rounded, answer.dicts()), key=str)


def test_generated_files_are_what_the_questions_say() -> None:
    assert saved.different() == []


@pytest.mark.parametrize("name", ["quota-forecast", "throttle-risk"])
def test_questions_know_the_service_levels(name: str) -> None:
    levels = {
        (tier, f"{each.rate_per_second:g}", str(each.quota.limit), each.quota.period.value)
        for tier, each in service_levels().tiers.items()
    }

    assert set(TIERS.findall(QUESTIONS[name].sql)) == levels


def test_the_cost_of_consumers_is_by_the_list_prices() -> None:
    values = re.search(r"VALUES \(([^)]*)\)", QUESTIONS["cost-by-consumer"].sql)
    assert values

    *usd, line_bytes, out_gb = map(float, values[1].split(","))

    names = ("api_request", "lambda_request", "lambda_gb_second", "logs_ingested_gb")
    assert usd == pytest.approx([prices()[name].of(1) for name in names])
    assert out_gb == prices()["transfer_out_gb"].of(1)
    # A line of all fields, with a path of some length.
    assert line_bytes == pytest.approx(bytes_per_line(sources.read(Path("terraform"))) + 60, abs=50)


def test_a_web_acls_lines_are_read_as_they_came(folder: Path) -> None:
    path = folder / "web_acl_log_lines/day=2026-11-28/hour=01/lines.gz"
    path.parent.mkdir(parents=True)
    line = '{"httpRequest":{"requestId":"id=","country":"DE"},"timestamp":1764324000000}'
    path.write_bytes(gzip.compress(f"{line}\n{{}}\n".encode()))

    with opened({"web_acl_log_lines": [str(path)]}, columns()) as logs:
        [known, _] = logs.lines("web_acl_logs", 2)

    assert (known["extended_request_id"], known["country"], known["hour"]) == ("id=", "DE", "01")


def test_a_route_that_nobody_calls_is_a_finding(planted: tuple[Scenario, Logs]) -> None:
    called = next(iter(api().things))
    query = with_routes(
        parsed(QUESTIONS["contract-use"].sql, "contract-use"), [called, "GET /never's"]
    )
    question = Question("contract-use", query.sql("trino"), QUESTIONS["contract-use"].header)

    assert subjects_found(planted[1].ask(question)) == ["GET /never's"]


@pytest.mark.parametrize("agent", ODD, ids=range(len(ODD)))
def test_an_odd_user_agent_is_counted_and_printed_harmlessly(agent: str) -> None:
    lines = [{**_line(number), "user_agent": agent} for number in range(12)]
    with _of(lines) as logs:
        answer = logs.ask(QUESTIONS["user-agents"])
        text = " ".join(sentences(logs.ask(QUESTIONS["user-agent-anomalies"]), {}))

    assert [row[1] for row in answer.rows] == [12]
    assert text.isprintable()


def test_missing_fields_and_jumping_clocks_lose_no_line() -> None:
    odd = [
        {"request_time_epoch": "-", "status": "-", "request_id": "-"},
        {"request_time_epoch": "99999999999999", "source_ip": "2001:db8::1"},
        {"request_time_epoch": "1", "path": "/v1/" + "a" * 9000, "resource_path": "-"},
        {"status": "twelve", "response_latency": "NaN"},
        {"request_id": "r0"},
    ]
    lines = [{**_line(number), **change} for number, change in enumerate(odd)]
    with _of(lines) as logs:
        delivered = logs.ask(QUESTIONS["log-delivery"]).dicts()
        answered = [logs.ask(each) for each in QUESTIONS.values()]

    assert (delivered[0]["lines"], delivered[0]["without_id"]) == (5, 1)
    assert len(answered) == len(QUESTIONS)


@pytest.mark.parametrize("odd", ["99999999999999", "1"], ids=["to come", "long ago"])
def test_a_jumping_clock_hides_no_quota_and_stretches_no_plot(odd: str) -> None:
    now = time.time_ns() // 1_000_000
    times = [str(now - 800 * number) for number in range(9_000)]
    lines = [
        {**_line(number), "usage_plan": "bronze", "request_time_epoch": at}
        for number, at in enumerate([*times, odd])
    ]
    with _of(lines[:-1]) as usual, _of(lines) as jumped:
        forecasts = [each.ask(QUESTIONS["quota-forecast"]).dicts() for each in (usual, jumped)]
        plotted = jumped.ask(QUESTIONS["latency-over-time"]).rows

    assert [each["subject"] for each in forecasts[0]] == [each["subject"] for each in forecasts[1]]
    assert len(plotted) <= 4


def test_an_unknown_question_is_refused_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"there is no question nix; there are .*hot-keys"):
        named("nix")


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("-- title: A\n", "needs a line `-- answers"),
        ("-- title: A\n-- wrong: B\n-- answers: C\n", "needs a line"),
        (
            "-- title: A\n-- answers: B\n-- read: C\n-- acts: D\n-- section: E\n",
            "there is no section E",
        ),
    ],
)
def test_a_header_that_misses_something_is_refused(header: str, says: str, folder: Path) -> None:
    (folder / "odd.sql").write_text(f"{header}SELECT 1", encoding="utf-8")

    with pytest.raises(CommandError, match=says):
        questions(folder)


def test_two_statements_are_no_question(empty: Logs) -> None:
    with pytest.raises(CommandError, match="must be one SELECT"):
        empty.ask(Question("odd", "SELECT 1; DROP TABLE access_log_lines", {}))


def test_the_page_escapes_what_callers_send(folder: Path) -> None:
    agent = "</script><script>alert(1)</script>"
    with _of([{**_line(number), "user_agent": agent} for number in range(12)]) as logs:
        answers = [logs.ask(each) for each in QUESTIONS.values()]

    text = page.write(answers, "test", {}, folder / "page.html").read_text(encoding="utf-8")

    assert agent not in text


def _line(number: int) -> dict[str, str]:
    """A good request of now."""
    now = time.time_ns() // 1_000_000
    return {
        **dict.fromkeys(columns()["access_log_lines"], "-"),
        "client_id": "c1",
        "http_method": "GET",
        "path": "/v1/orders/1",
        "request_id": f"r{number}",
        "request_time_epoch": str(now),
        "resource_path": "/orders/{orderId}",
        "response_latency": "12",
        "response_length": "100",
        "source_ip": "192.0.2.1",
        "status": "200",
        "user_agent": "a/1",
    }


def _of(lines: list[dict[str, Any]]) -> Any:
    """Logs with these lines of the access log."""
    return opened({}, columns(), lines=lines)


def _unlimited(query: str) -> str:
    return "\n".join(each for each in query.splitlines() if "limit" not in each)


def _rounded(row: dict[str, Any]) -> dict[str, str]:
    """Values as text; an absent one is a dash or missing in Logs Insights."""
    return {
        name: json.dumps(round(float(value), 2)) if _is_number(value) else str(value)
        for name, value in row.items()
        if name != "@ptr" and value not in (None, "-")
    }


def _is_number(value: object) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", str(value)) is not None
