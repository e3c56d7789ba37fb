"""Changing and sampling the log level of a running function, and metrics in log lines."""

import json
import logging
from collections.abc import Callable
from itertools import count

import boto3
import pytest
from aws_lambda_powertools import Logger
from botocore.session import Session
from moto import mock_aws

from shared import aws
from shared.logging import make_logger
from shared.logging.level import LogLevel, from_parameter
from shared.logging.metrics import emit
from shared.product import TITLE

NUMBERS = count()


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def logger() -> Logger:
    return make_logger("level-test", "INFO")


def after(seconds: float, read: Callable[[], str], logger: Logger, chance: float = 0.5) -> str:
    """The name of a request's level, some seconds after the start."""
    clock = Clock()
    level = LogLevel("INFO", read, clock, lambda: chance)
    clock.now = seconds
    level.apply(logger)
    return {10: "DEBUG", 20: "INFO", 30: "WARNING"}[logger.log_level]


def test_a_new_function_takes_its_level_soon_after_its_start(logger: Logger) -> None:
    assert after(4.9, lambda: "WARNING", logger) == "INFO"
    assert after(5, lambda: "WARNING", logger) == "WARNING"


@pytest.mark.parametrize(("later", "level"), [(59.9, 20), (60, 30)])
def test_a_running_function_takes_another_level_within_a_minute(
    logger: Logger, later: float, level: int
) -> None:
    clock, read = Clock(), iter(["INFO", "WARNING"])
    levels = LogLevel("INFO", lambda: next(read), clock)
    for clock.now in (5, 5 + later):
        levels.apply(logger)

    assert logger.log_level == level


@pytest.mark.parametrize(("chance", "level"), [(0.009, "DEBUG"), (0.01, "INFO")])
def test_a_share_of_the_requests_is_logged_in_detail(
    logger: Logger, chance: float, level: str
) -> None:
    assert after(60, lambda: "INFO 0.01", logger, chance) == level


@pytest.mark.parametrize("value", ["LOUD", "", "INFO much", "DEBUG x"])
def test_a_level_that_is_none_changes_nothing(logger: Logger, value: str) -> None:
    assert after(60, lambda: value, logger) == "INFO"


def test_a_parameter_that_cannot_be_read_costs_no_request(logger: Logger) -> None:
    def unreadable() -> str:
        raise ConnectionError

    assert after(60, unreadable, logger) == "INFO"


def test_a_level_is_read_once_a_minute(logger: Logger) -> None:
    clock, reads = Clock(), iter(["WARNING", "ERROR"])
    level = LogLevel("INFO", lambda: next(reads), clock)
    levels = []

    for clock.now in (60.0, 61.0, 119.0, 120.0):
        level.apply(logger)
        levels.append(logger.log_level)

    assert levels == [30, 30, 30, 40]


def test_a_share_ends_with_the_next_level(logger: Logger) -> None:
    clock, reads = Clock(), iter(["INFO 1", "INFO"])
    level = LogLevel("INFO", lambda: next(reads), clock)
    levels = []

    for clock.now in (60.0, 120.0):
        level.apply(logger)
        levels.append(logger.log_level)

    assert levels == [10, 20]


def test_a_level_that_cannot_be_read_is_told_with_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    after(60, lambda: "LOUD", make_logger(f"unread-{next(NUMBERS)}", "INFO"))

    line = json.loads(capsys.readouterr().out)
    assert (line["level"], line["message"]) == ("WARNING", "the log level could not be read")
    assert "LOUD is no level" in line["exception"]


def test_a_level_is_in_the_parameter_of_its_service(
    logger: Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setattr(aws, "session", Session())  # moto watches the sessions after its import
    clock = Clock()
    with mock_aws():
        ssm = boto3.client("ssm")
        ssm.put_parameter(Name="/test/log-levels/parcels", Value="ERROR", Type="String")

        level = from_parameter("INFO", "test", "parcels", clock)
        clock.now = 60.0
        level.apply(logger)

    assert logger.log_level == logging.ERROR


def test_a_count_is_a_metric_by_its_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    emit("parcels", {"ParcelsHandedIn": 1.0, "Grams": 2500.0}, kind="letter")

    line = json.loads(capsys.readouterr().out)
    [declared] = line["_aws"]["CloudWatchMetrics"]
    assert declared["Namespace"] == TITLE
    assert sorted(declared["Dimensions"][0]) == ["kind", "service"]
    assert (line["ParcelsHandedIn"], line["Grams"], line["kind"]) == ([1.0], [2500.0], "letter")
