"""The ways in which a setting may get weaker."""

import pytest

from tools.review.plan.facts.expressions import (
    loses_alternatives,
    lower_percentile,
    met_more_seldom,
    reworded,
)
from tools.review.plan.facts.schedules import times_a_year
from tools.review.plan.facts.settings import text
from tools.review.plan.facts.weaker import less_often, longer_than_a_year
from tools.review.plan.rules.looks import personal, secret


@pytest.mark.parametrize(
    ("new", "is_weaker"),
    [
        ('ALARM("a") OR ALARM("b") OR ALARM("c")', False),
        ('(ALARM("a"))  OR\n ALARM("b")', False),
        ('ALARM("a")', True),
        ('ALARM("a") AND ALARM("b")', True),
        ('(ALARM("a") OR ALARM("b")) AND NOT ALARM("calm")', True),
        ("FALSE", True),
    ],
)
def test_a_rule_of_alarms_loses_one_of_its_alternatives(new: str, *, is_weaker: bool) -> None:
    assert loses_alternatives('ALARM("a") OR ALARM("b")', new) is is_weaker


def test_an_expression_is_another_one_whatever_its_spaces() -> None:
    assert reworded("FILL(errors, 0)", "FILL(errors, 0) * 0")
    assert not reworded("FILL(errors, 0)", "FILL( errors,0 )")


def test_texts_that_look_like_credentials_or_cards() -> None:
    assert secret("Basic dXNlcjpwYXNzd29yZDEyMw==")
    assert secret("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI")
    assert personal("4242 4242 4242 4242")
    assert not personal("1111111111111111")


@pytest.mark.parametrize(
    ("old", "new", "is_weaker"),
    [(0, 180, False), (None, 365, False), (90, 365, True), (90, 0, True), (None, 730, True)],
)
def test_a_key_without_a_period_is_changed_every_year(
    old: int | None, new: int, *, is_weaker: bool
) -> None:
    assert longer_than_a_year(old, new) is is_weaker


@pytest.mark.parametrize(
    ("old", "new", "is_weaker"),
    [("p99", "p50", True), ("p95", "p99", False), ("p99", None, True), (None, "p99", False)],
)
def test_a_lower_percentile_sees_less(old: str, new: str | None, *, is_weaker: bool) -> None:
    assert lower_percentile(old, new) is is_weaker


@pytest.mark.parametrize(
    ("old", "new", "is_weaker"),
    [
        ("GreaterThanOrEqualToThreshold", "GreaterThanThreshold", True),
        ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold", False),
        ("GreaterThanThreshold", "LessThanThreshold", True),
    ],
)
def test_a_comparison_that_is_met_more_seldom_is_weaker(
    old: str, new: str, *, is_weaker: bool
) -> None:
    assert met_more_seldom(old, new) is is_weaker


@pytest.mark.parametrize(
    ("expression", "times"),
    [
        ("rate(5 minutes)", 105_120),
        ("cron(0 3 * * ? *)", 365),
        ("cron(0 3 ? * SUN *)", 52),
        ("cron(17 5 ? * MON-FRI *)", 260),
        ("cron(0 3 1 * ? *)", 12),
        ("cron(0/15 * * * ? *)", 35_040),
        ("at(2026-01-31T12:00:00)", None),
    ],
)
def test_a_schedule_comes_round_so_often(expression: str, times: float | None) -> None:
    assert times_a_year(expression) == times


def test_a_schedule_that_is_unknown_or_once_is_not_compared() -> None:
    assert less_often("rate(1 hour)", "rate(1 day)")
    assert not less_often("cron(0 3 ? * SUN *)", "cron(0 3 * * ? *)")
    assert not less_often("rate(1 hour)", None)


def test_a_long_number_is_read_in_groups() -> None:
    assert [text(each) for each in (5368709120000, 10000.0, 9999, 0.5, "123456789012")] == [
        "5,368,709,120,000", "10,000", "9999", "0.5", "123456789012",
    ]  # fmt: skip
