"""The goals: the largest ratio of our cost to a reference's."""

from typing import NamedTuple


class Goal(NamedTuple):
    """A figure of our function, the reference it is compared with, and the largest ratio."""

    ours: str
    against: str
    figure: str
    most: float


GOALS = (
    Goal("orders", "powertools", "cold_cpu_ms", 0.50),
    Goal("orders", "powertools, untraced", "cold_cpu_ms", 0.50),
    Goal("orders, traced", "powertools", "cold_cpu_ms", 0.58),
    Goal("orders", "powertools, not compiled", "cold_cpu_ms", 0.25),
    Goal("orders", "boto3", "cold_cpu_ms", 1.00),
    Goal("orders", "powertools", "memory_mb", 0.75),
    Goal("orders", "powertools", "warm_post_no_database_us", 0.40),
    Goal("orders", "powertools", "warm_post_database_us", 0.65),
)
WARM = "warm"
"""How the figures of warm requests begin; all others are of starts."""


def pairs(*, warm: bool) -> list[tuple[str, str]]:
    """The pairs to measure side by side for these goals, without duplicates."""
    chosen = (goal for goal in GOALS if goal.figure.startswith(WARM) is warm)
    return list(dict.fromkeys((goal.ours, goal.against) for goal in chosen))
