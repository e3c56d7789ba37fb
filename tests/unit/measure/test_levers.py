"""The worth of a lever, of starts side by side."""

import json

import pytest
from rich.console import Console

from tools.measure.starts.levers import show, worth


def test_a_lever_is_worth_what_comes_on_top_without_it() -> None:
    result = worth([(100.0, 110.0), (1000.0, 1200.0), (10.0, 13.0)])

    assert (result["with_ms"], result["more_ms"], result["more_percent"]) == (100.0, 10.0, 20.0)
    assert result["quartiles_percent"] == [15.0, 25.0]
    assert (result["of_least_percent"], result["pairs"]) == (30.0, 3)


def test_one_pair_has_a_worth_too() -> None:
    assert worth([(100.0, 103.0)])["quartiles_percent"] == [3.0, 3.0]


def test_the_last_line_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    worths = {"texts": worth([(100.0, 110.0)])}

    show("sample", worths, Console(width=120))

    *table, last = capsys.readouterr().out.splitlines()
    assert json.loads(last) == worths
    assert [line for line in table if "texts" in line and "10.0" in line]
