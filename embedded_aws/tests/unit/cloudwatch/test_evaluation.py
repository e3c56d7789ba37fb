"""CloudWatch user guide, "How alarm state is evaluated when data is missing"."""

import pytest

from embedded_aws.cloudwatch.alarms.evaluation import Rule, judged

MEANING = {"0": False, "X": True, "-": None}
NOW = "the state of before"
NONE = "INSUFFICIENT_DATA"
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")


def outcomes(points: str, periods: int, needed: int) -> list[str]:
    """The state for each treatment of missing data."""
    breaching = [MEANING[each] for each in points.split()]
    return [judged(breaching, Rule(periods, needed, each), NOW) for each in TREATMENTS]


@pytest.mark.parametrize(
    ("points", "states"),
    [
        ("0 - X - X", ["OK", "OK", "OK", "OK"]),
        ("- - - - 0", ["OK", "OK", "OK", "OK"]),
        ("- - - - -", [NONE, NOW, "ALARM", "OK"]),
        ("0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("- - X - -", ["ALARM", NOW, "ALARM", "OK"]),
        ("- - - - X", [NOW, NOW, "ALARM", "OK"]),
        ("- - - X -", [NOW, NOW, "ALARM", "OK"]),
        ("X X X X X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("X X 0 0 0", ["OK", "OK", "OK", "OK"]),
    ],
)
def test_three_of_three_points(points: str, states: list[str]) -> None:
    assert outcomes(points, 3, 3) == states


@pytest.mark.parametrize(
    ("points", "states"),
    [
        ("0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]),
        ("0 - X - -", ["OK", "OK", "ALARM", "OK"]),
        ("- - - - 0", ["OK", "OK", "ALARM", "OK"]),
        ("- - - X -", ["ALARM", NOW, "ALARM", "OK"]),
        ("- - - - X", [NOW, NOW, "ALARM", "OK"]),
        ("X X 0 0 0", ["OK", "OK", "OK", "OK"]),
    ],
)
def test_two_of_three_points(points: str, states: list[str]) -> None:
    assert outcomes(points, 3, 2) == states
