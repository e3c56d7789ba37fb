"""Judgements of attacks: who was let in, what was shown, and what the log says of it."""

import pytest

from tools.measure.attacks.case import Answer, Case
from tools.measure.attacks.run import Result, counts, judged

LINE = {"status": "403", "error_type": "ACCESS_DENIED"}


def attack(status: int, body: str = "", lines: dict[str, dict[str, str]] | None = None) -> Result:
    case = Case("API5", "a family", "a name", lambda: Answer(0, {}, ""), (403,))
    return judged(case, Answer(status, {"x-amzn-requestid": "1"}, body), lines or {"1": LINE})


@pytest.mark.parametrize("status", [200, 500, 429, 401, 0])
def test_whoever_is_not_refused_as_expected_is_let_in(status: int) -> None:
    assert attack(status).let_in


def test_a_refusal_that_is_logged_with_its_cause_is_good() -> None:
    result = attack(403)

    assert not result.failed
    assert result.logged


@pytest.mark.parametrize(
    "lines",
    [
        {"2": LINE},
        {"1": {"status": "200", "error_type": "ACCESS_DENIED"}},
        {"1": {"status": "403", "error_type": "-", "integration_status": "-"}},
    ],
)
def test_a_refusal_without_a_line_or_a_cause_fails(lines: dict[str, dict[str, str]]) -> None:
    assert attack(403, lines=lines).failed


def test_an_answer_that_shows_what_is_inside_fails() -> None:
    result = attack(403, "Traceback (most recent call last)")

    assert result.failed
    assert counts([result])["API5"]["secrets shown"] == 1
