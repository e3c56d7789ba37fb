"""A function with JSON logs: Lambda's lines, the runtime's, and the function's environment."""

import json
from typing import Any

import pytest

from embedded_aws.functions.platform_lines import Logging
from embedded_aws.tests.integration.functions.conftest import Lambda, Lines, deployed
from embedded_aws.tests.integration.functions.test_functions import FRAGILE, invoked, run
from tests.contract.test_queries_agree import OF_THE_RUNTIME

JSON = Logging("JSON", application_level="DEBUG")
SEEN = """
import logging, os
def handle(event, context):
    logging.debug("in detail")
    names = "AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL"
    return {name: os.environ.get(name) for name in names}
"""


def written(lines: Lines) -> list[dict[str, Any]]:
    return [json.loads(message) for message in lines.messages]


def test_lambda_writes_a_start_and_a_report(local_lambda: Lambda, lines: Lines) -> None:
    source = "def handle(event, context): print('{\"said\": 1}')"

    [answer] = run(invoked(local_lambda, deployed(source, logging=JSON), {}))

    start, said, report = written(lines)
    assert start["type"] == "platform.start"
    assert start["record"] == {"requestId": answer.request_id, "version": "1"}
    assert said == {"said": 1}
    metrics = report["record"].pop("metrics")
    assert (report["type"], report["record"]) == (
        "platform.report",
        {"requestId": answer.request_id, "status": "success"},
    )
    assert metrics["durationMs"] <= metrics["billedDurationMs"]
    assert metrics["memorySizeMB"] == 256
    assert set(metrics) == {
        "durationMs",
        "billedDurationMs",
        "memorySizeMB",
        "maxMemoryUsedMB",
        "initDurationMs",
    }


TALKATIVE = """
import json
def handle(event, context):
    for level in ("debug", "INFO", "WARNING", "ERROR", "nonsense"):
        print(json.dumps({"level": level}))
    print(json.dumps({"metric": 1}))
    print("plain")
    if event == "fail":
        raise ValueError("broken")
"""


@pytest.mark.parametrize(
    ("level", "seen"),
    [
        ("DEBUG", ["debug", "INFO", "WARNING", "ERROR", "nonsense", "metric", "plain"]),
        ("INFO", ["INFO", "WARNING", "ERROR", "nonsense", "metric", "plain"]),
        ("WARN", ["WARNING", "ERROR"]),
        ("FATAL", []),
    ],
)
def test_printed_lines_are_filtered_by_the_level_that_they_name(
    local_lambda: Lambda, lines: Lines, level: str, seen: list[str]
) -> None:
    logging = Logging("JSON", application_level=level, system_level="WARN")

    run(invoked(local_lambda, deployed(TALKATIVE, logging=logging), {}))

    names = ["debug", "INFO", "WARNING", "ERROR", "nonsense", "metric", "plain"]
    assert [name for line in lines.messages for name in names if name in line] == seen


def test_an_unhandled_error_passes_any_level_up_to_its_own(
    local_lambda: Lambda, lines: Lines
) -> None:
    logging = Logging("JSON", application_level="ERROR", system_level="WARN")

    run(invoked(local_lambda, deployed(TALKATIVE, logging=logging), "fail"))

    assert any("ValueError" in line for line in lines.messages)


def test_text_has_no_level_to_filter_by(local_lambda: Lambda, lines: Lines) -> None:
    logging = Logging("Text", application_level="FATAL")

    run(invoked(local_lambda, deployed(TALKATIVE, logging=logging), {}))

    assert '{"level": "debug"}' in lines.messages


def test_only_a_cold_start_has_an_init(local_lambda: Lambda, lines: Lines) -> None:
    run(invoked(local_lambda, deployed("def handle(event, context): ...", logging=JSON), 1, 2))

    reports = [each["record"]["metrics"] for each in written(lines) if "report" in each["type"]]
    assert ["initDurationMs" in each for each in reports] == [True, False]


@pytest.mark.parametrize(
    ("event", "status", "kind"),
    [
        ("hang", "timeout", "Sandbox.Timedout"),
        ("exit", "failure", "Runtime.ExitError"),
        ("raise", "error", None),
    ],
)
def test_the_report_says_how_it_failed(
    local_lambda: Lambda, lines: Lines, event: str, status: str, kind: str | None
) -> None:
    function = deployed(FRAGILE, timeout_seconds=1, logging=JSON)

    run(invoked(local_lambda, function, event))

    record = written(lines)[-1]["record"]
    assert (record["status"], record.get("errorType")) == (status, kind)


def test_an_error_is_one_line_of_the_runtime(local_lambda: Lambda, lines: Lines) -> None:
    run(invoked(local_lambda, deployed(FRAGILE, logging=JSON), "raise"))

    _, error, _ = written(lines)
    assert (error["level"], error["errorType"], error["errorMessage"]) == (
        "ERROR",
        "ValueError",
        "no good",
    )
    assert set(error) >= OF_THE_RUNTIME


def test_a_quiet_system_level_leaves_the_reports_of_failures(
    local_lambda: Lambda, lines: Lines
) -> None:
    quiet = Logging("JSON", system_level="WARN")

    run(invoked(local_lambda, deployed(FRAGILE, logging=quiet), "fine", "raise"))

    assert [each.get("type", "error") for each in written(lines)] == ["error", "platform.report"]


@pytest.mark.parametrize(
    ("logging", "seen", "levels"),
    [
        (JSON, {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "DEBUG"}, ["DEBUG"]),
        (
            Logging("JSON"),
            {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "INFO"},
            [],
        ),
        (Logging(), {"AWS_LAMBDA_LOG_FORMAT": "Text", "AWS_LAMBDA_LOG_LEVEL": None}, []),
    ],
)
def test_a_function_sees_the_controls_of_its_log(
    local_lambda: Lambda, lines: Lines, logging: Logging, seen: dict[str, str], levels: list[str]
) -> None:
    [answer] = run(invoked(local_lambda, deployed(SEEN, logging=logging), {}))

    details = [json.loads(each) for each in lines.messages if "in detail" in each]
    assert json.loads(answer.payload) == seen
    assert [each["level"] for each in details] == levels
