"""Stages and buckets of requests, for a watcher that looks."""

import time

import pytest

from embedded_aws.gateway import Answered, Exchange
from embedded_aws.tests.integration.gateway.conftest import (
    NOON,
    Clock,
    World,
    ok,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.limits.keyed import call, keyed, member, plan


class Looking:
    """A watcher that remembers each request."""

    def __init__(self) -> None:
        self.watching = True
        self.seen: list[tuple[Exchange, Answered]] = []

    def saw(self, exchange: Exchange, answered: Answered) -> None:
        self.seen.append((exchange, answered))

    def last(self, count: int = 1) -> tuple[Exchange, Answered]:
        """The request of that number; waits, because it is seen after its answer."""
        deadline = time.monotonic() + 2
        while len(self.seen) < count and time.monotonic() < deadline:
            time.sleep(0.002)
        return self.seen[count - 1]


@pytest.fixture
def looking(world: World, monkeypatch: pytest.MonkeyPatch) -> Looking:
    watcher = Looking()
    monkeypatch.setattr(world.gateway, "_watcher", watcher)
    return watcher


def names(exchange: Exchange) -> list[str]:
    return [name for name, _ in exchange.stages or []]


def test_a_request_goes_through_the_stages_in_order(world: World, looking: Looking) -> None:
    api = world.deployed(openapi({"/things": {"get": proxied(world.function(ok))}}))

    api.get("/things")

    exchange, answered = looking.last()
    assert names(exchange) == [
        "route",
        "authorizer",
        "throttle and quota",
        "validation",
        "mapping",
        "integration",
        "mapping",
        "response",
    ]
    times = [at for _, at in exchange.stages or []]
    assert times == sorted(times)
    assert exchange.started <= times[0]
    assert times[-1] <= exchange.started + answered.milliseconds / 1000


def test_a_refusal_ends_the_way_at_its_stage(world: World, looking: Looking) -> None:
    api = keyed(world)

    assert call(api, None).status_code == 403

    exchange, _ = looking.last()
    assert names(exchange)[-2:] == ["throttle and quota", "response"]


def test_the_buckets_are_as_the_request_left_them(
    world: World, looking: Looking, clock: Clock
) -> None:
    api = keyed(world)
    quota = {"limit": 10, "period": "DAY"}
    _, value = member(api, plan(api, throttle={"rateLimit": 2, "burstLimit": 3}, quota=quota))

    call(api, value)
    call(api, value)

    exchange, _ = looking.last(2)
    levels = {level.place[0]: level for level in exchange.facts.levels}
    assert (levels["plan"].tokens, levels["plan"].rate, levels["plan"].burst) == (1, 2, 3)
    assert exchange.facts.quota_left == 8
    assert clock.now == NOON


def test_nothing_is_measured_while_nobody_looks(world: World, looking: Looking) -> None:
    api = keyed(world)
    looking.watching = False
    call(api, None, "/open")
    looking.watching = True
    call(api, None, "/open")

    looking.last()
    time.sleep(0.02)

    assert len(looking.seen) == 1
