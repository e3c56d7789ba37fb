"""Costs beside those of another commit."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from tools.insights.cost.__main__ import main
from tools.insights.cost.base import changes
from tools.insights.cost.prices import age


def costs(idle: float, read: float) -> dict[str, Any]:
    return {"prod": {"idle": idle, "month": 100.0, "per_million": {"GET /parcels": read}}}


def printed(before: dict[str, Any], now: dict[str, Any]) -> list[list[str]]:
    console = Console(file=StringIO(), width=120)
    console.print(changes(before, now, "main"))
    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines if "│" in line]


def test_what_differs_is_shown_then_and_now() -> None:
    assert printed(costs(68.0, 7.17), costs(26.1, 7.172)) == [
        ["prod: an idle month", "68.00", "26.10", "-41.90"]
    ]


def test_nothing_is_an_answer_too() -> None:
    assert printed(costs(26.1, 5.0), costs(26.1, 5.0))[0][0] == "no cost has changed"


def test_prices_say_how_old_they_are() -> None:
    assert age(date(2026, 11, 28)) == "17 months old"


def test_a_commit_that_is_not_there_ends_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["--env", "dev", "--base", "no-such-branch"])

    assert (status, "no-such-branch" in capsys.readouterr().err) == (1, True)
