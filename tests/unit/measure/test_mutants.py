"""Mutants: which differ in more than words, and what the score counts."""

import json
from pathlib import Path

import pytest

from tools.measure.mutants.differences import Difference
from tools.measure.mutants.rooms import rooms
from tools.measure.mutants.score import score_of

MODULE = """
def x_ship__mutmut_orig(order):
    raise ValueError("The order has been shipped.", order + 1)
def x_ship__mutmut_1(order):
    raise ValueError("THE ORDER HAS BEEN SHIPPED.", order + 1)
def x_ship__mutmut_2(order):
    raise ValueError("The order has been shipped.", order - 1)
def x_ship__mutmut_3(order):
    raise ValueError(None, order + 1)
def x_ship__mutmut_4(order=1):
    raise ValueError("The order has been shipped.", order + 1)
def xǁTableǁkey__mutmut_orig(self):
    return f"version = {self}", "Status and id"
def xǁTableǁkey__mutmut_1(self):
    return f"XXversion = {self}", "Status and id"
"""


@pytest.fixture
def mutated(tmp_path: Path) -> Path:
    (tmp_path / "a.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("mutant", "is_wording"),
    [("a.x_ship__mutmut_1", True), ("a.x_ship__mutmut_2", False), ("a.x_ship__mutmut_3", False)],
)
def test_only_the_spelling_of_a_sentence_is_wording(
    mutated: Path, mutant: str, *, is_wording: bool
) -> None:
    assert Difference(mutated / "a.py", mutant).wording is is_wording


def test_an_expression_is_no_sentence(mutated: Path) -> None:
    difference = Difference(mutated / "a.py", "a.xǁTableǁkey__mutmut_1")

    assert not difference.wording
    assert difference.function == "Table.key"
    assert "XXversion" in difference.text


def test_a_changed_parameter_is_a_difference_too(mutated: Path) -> None:
    difference = Difference(mutated / "a.py", "a.x_ship__mutmut_4")

    assert difference.text == "- order\n+ order=1"


def test_a_score_counts_kills_wording_and_survivors(mutated: Path) -> None:
    statuses = {"a.x_ship__mutmut_1": 0, "a.x_ship__mutmut_2": 1, "a.x_ship__mutmut_3": 33}
    meta = {"exit_code_by_key": statuses}
    (mutated / "a.py.meta").write_text(json.dumps(meta), encoding="utf-8")

    score = score_of(mutated, "a.py")

    assert (score.killed, score.worded, score.mutants, score.percent) == (1, 1, 2, 50.0)
    assert [each.tested for each in score.survivors] == [False]


def test_every_room_has_modules_and_tests_that_are_there() -> None:
    every = rooms()

    missing = [
        path for room in every for path in (*room.modules, *room.tests) if not Path(path).exists()
    ]
    assert missing == []
    assert all(room.modules and room.tests for room in every)


def test_a_folder_or_a_file_narrows_its_room() -> None:
    [room] = rooms("shared/pagination")

    assert set(room.modules) == {
        "shared/pagination/__init__.py",
        "shared/pagination/cursor_keys.py",
    }
    assert rooms("shared/nothing") == ()
