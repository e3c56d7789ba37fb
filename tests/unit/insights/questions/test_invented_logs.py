"""Logs of an invented service: few lines, weekly jobs, and behaviours that no generator plants."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.unit.insights.questions.invented import (
    LIST,
    THING,
    Line,
    at,
    burst,
    line,
    logged,
    ordinary,
)
from tools.insights.questions.enough import Extent, lacking
from tools.insights.questions.findings import subjects_found
from tools.insights.questions.logs import Answer, opened
from tools.insights.questions.question import questions
from tools.measure.insights.logs import columns

QUESTIONS = questions()
FEW, MANY = 2_000, 12_000
JOBS = ("exfiltration", "scraping", "unusual-hours")


def _asked(lines: Sequence[Line], names: Iterable[str], folder: Path) -> set[tuple[str, str]]:
    """Questions and the subjects of their findings."""
    with opened(logged(lines, folder), columns()) as logs:
        return {
            (name, each) for name in names for each in subjects_found(logs.ask(QUESTIONS[name]))
        }


def _export(days_ago: int, hour: float, number: int = 300) -> list[Line]:
    """Whole lists, by caller 1."""
    times = burst(at(days_ago, hour), 2_400, number)
    return [line(each, 1, LIST, response_length=90_000) for each in times]


def _copy(days_ago: int, hour: float) -> list[Line]:
    """Thing after thing, by caller 2."""
    times = burst(at(days_ago, hour), 2_900, 400)
    return [line(each, 2, THING, f"car_{place:05}") for place, each in enumerate(times)]


@pytest.mark.parametrize("number", [FEW, MANY])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ordinary_callers_are_no_finding(number: int, seed: int, tmp_path: Path) -> None:
    subjects = _asked(list(ordinary(seed, number)), QUESTIONS, tmp_path)

    assert {each for each in subjects if each[0] != "contract-use"} == set()


@pytest.mark.parametrize("number", [FEW, MANY])
def test_a_weekly_job_is_usual(number: int, tmp_path: Path) -> None:
    jobs = [*_export(11, 2), *_export(4, 3), *_copy(10, 13.2), *_copy(3, 12.5)]

    assert _asked([*ordinary(4, number), *jobs], JOBS, tmp_path) == set()


def test_a_job_that_came_once_or_grew_is_a_finding(tmp_path: Path) -> None:
    jobs = [*_export(11, 2, 60), *_export(4, 2, 400), *_copy(6, 13.2)]

    subjects = _asked([*ordinary(4, MANY), *jobs], JOBS, tmp_path)

    assert {("exfiltration", "caller1"), ("scraping", "caller2")} <= subjects


def test_a_few_lines_suffice_for_what_is_far_from_usual(tmp_path: Path) -> None:
    failing = [line(each, 3, LIST, status=503) for each in burst(at(5, 9.1), 2_000, 6)]
    slow = [
        line(each, 4, THING, "a", integration_latency=2_500) for each in burst(at(7, 20), 3_000, 14)
    ]
    popular = [
        line(each, place % 5, THING, "car_hot")
        for place, each in enumerate(burst(at(2, 15), 3_000, 20))
    ]

    subjects = _asked([*ordinary(5, FEW), *failing, *slow, *popular], QUESTIONS, tmp_path)

    assert {
        ("error-spikes", f"GET {LIST}"),
        ("slow-dependency", f"GET {THING}"),
        ("hot-keys", "car_hot"),
    } <= subjects


def test_one_caller_that_waits_for_one_thing_makes_no_hot_key_of_a_small_log(
    tmp_path: Path,
) -> None:
    waiting = [line(each, 3, THING, "car_mine") for each in burst(at(2, 15), 3_000, 40)]

    assert _asked([*ordinary(6, FEW), *waiting], ["hot-keys"], tmp_path) == set()


@pytest.mark.parametrize(
    ("name", "extent", "says"),
    [
        (
            "error-spikes",
            Extent(4_000, 14),
            "Too few to judge: 4,000 requests of the 5,000 needed.",
        ),
        ("error-spikes", Extent(5_000, 1), ""),
        ("requests-by-country", Extent(10**9, 9), "Too few to judge: 9 days of the 10 needed."),
        ("scraping", Extent(1, 1), ""),
    ],
)
def test_a_log_too_small_to_judge_by_is_said_to_be(name: str, extent: Extent, says: str) -> None:
    assert lacking(Answer(QUESTIONS[name], [], []), extent) == says
