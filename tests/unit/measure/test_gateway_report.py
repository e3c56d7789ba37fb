"""The gateway's figures beside its goals."""

from tools.measure.dataplane.deployment import FUNCTION, ROUTES
from tools.measure.dataplane.report import goals

FAST = {
    "p50_ms": 1.9,
    "p99_ms": 9.0,
    "direct_p50_ms": 0.0,
    "direct_p99_ms": 0.0,
    "requests_per_second": 3_000.0,
}
MEMORY = {"before": 100.0, "after": 104.0, "requests": 100_000}


def met(memory: dict[str, float] = MEMORY, **changed: float) -> list[bool]:
    routes = dict.fromkeys(ROUTES, FAST | changed)
    return [goal["met"] for goal in goals(routes, memory)]


def test_a_fast_gateway_meets_its_goals() -> None:
    assert met() == [True, True, True, True]


def test_each_goal_can_be_missed() -> None:
    assert met(p50_ms=2.0) == [False, True, True, True]
    assert met(requests_per_second=2_999.0) == [True, False, False, True]
    assert met(memory=MEMORY | {"after": 105.0}) == [True, True, True, False]


def test_only_what_is_added_to_the_function_counts() -> None:
    routes = {name: dict(FAST) for name in ROUTES}
    routes[FUNCTION] |= {"p50_ms": 6.0, "direct_p50_ms": 4.5}

    assert goals(routes, MEMORY)[0]["measured"] == 1.5
