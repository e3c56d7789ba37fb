"""The order of measurements."""

from pathlib import Path

from tools.measure.starts.goals import Goal, pairs
from tools.measure.starts.subjects import Subject
from tools.measure.starts.turns import groups, in_turn


def subject(name: str) -> Subject:
    return Subject(name, Path(), "main.handle", {})


GOALS = [
    Goal("ours", "usual", "cold_cpu_ms", 0.5),
    Goal("ours", "usual", "memory_mb", 0.75),
    Goal("ours", "bare", "cold_cpu_ms", 1.0),
    Goal("ours", "usual", "warm_post_database_us", 0.65),
]
OURS, USUAL, BARE, LONE = map(subject, ("ours", "usual", "bare", "lone"))
ALL = groups([OURS, USUAL, BARE, LONE], [("ours", "usual"), ("ours", "bare")])


def test_what_is_compared_is_measured_side_by_side_and_nothing_is_left_out() -> None:
    assert ALL == [(OURS, USUAL), (OURS, BARE), (LONE,)]


def test_rounds_alternate_who_is_first_as_a_whole_and_in_each_pair() -> None:
    assert in_turn(ALL, 0) == in_turn(ALL, 2) == ALL
    assert in_turn(ALL, 1) == [(LONE,), (BARE, OURS), (USUAL, OURS)]


def test_a_pair_of_which_one_is_not_measured_is_none() -> None:
    assert groups([OURS], [("ours", "usual")]) == [(OURS,)]


def test_every_goal_has_its_pair() -> None:
    measured = {*pairs(GOALS, warm=False), *pairs(GOALS, warm=True)}

    assert {(goal.ours, goal.against) for goal in GOALS} == measured


def test_a_pair_is_measured_once_however_many_goals_it_has() -> None:
    assert pairs(GOALS, warm=False) == [("ours", "usual"), ("ours", "bare")]
