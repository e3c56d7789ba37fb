"""The goals: the largest ratio of our cost to a reference's."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from tools.build.services import checks_of


class Goal(NamedTuple):
    """A figure of our function, the reference it is compared with, and the largest ratio."""

    ours: str
    against: str
    figure: str
    most: float


WARM = "warm"
"""How the figures of warm requests begin; all others are of starts."""


def goals_of(service: str) -> list[Goal]:
    """The goals of a service that has references, as its checks say."""
    text = checks_of(service, "goals.json").read_text(encoding="utf-8")
    return [Goal(**each) for each in json.loads(text)]


def pairs(goals: Iterable[Goal], *, warm: bool) -> list[tuple[str, str]]:
    """The pairs to measure side by side for these goals, without duplicates."""
    chosen = (goal for goal in goals if goal.figure.startswith(WARM) is warm)
    return list(dict.fromkeys((goal.ours, goal.against) for goal in chosen))
