"""Consumers of two tiers get, request by request, what `make simulate-traffic` predicts."""

import random
from dataclasses import dataclass

import httpx
import pytest

from embedded_aws.tests.integration.gateway.conftest import NOON, Clock, Deployed, World
from embedded_aws.tests.integration.gateway.limits.keyed import call, keyed, member, plan
from shared.routes import RouteClass
from shared.throttling import Period, Quota, Rate, ServiceLevels, Tier
from tools.insights.simulate.run import Configured, Outcome, decided
from tools.insights.simulate.traffic import Call

LEVELS = ServiceLevels(
    tiers={
        "bronze": Tier(rate_per_second=2, burst=4, quota=Quota(limit=25, period=Period.DAY)),
        "gold": Tier(rate_per_second=50, burst=90, quota=Quota(limit=9_999, period=Period.MONTH)),
    },
    route_classes={
        RouteClass.READ: Rate(rate_per_second=60, burst=100),
        RouteClass.WRITE: Rate(rate_per_second=1, burst=1),
    },
)
CONFIGURED = Configured(LEVELS, {name: name for name in LEVELS.tiers}, {})
ROUTE = "GET /keyed"
MIDNIGHT = NOON + 12 * 3600
SEED = 7


@dataclass
class Consumers:
    """One consumer of each tier, with the tier's name."""

    api: Deployed
    clock: Clock
    keys: dict[str, str]

    def outcomes(self, calls: list[Call]) -> list[Outcome]:
        """The outcomes of the requests, sent at their times."""
        return [self._outcome(each) for each in calls]

    def _outcome(self, sent: Call) -> Outcome:
        self.clock.now = sent.at
        return OUTCOMES[_told(call(self.api, self.keys[sent.consumer]))]


OUTCOMES = {
    (200, "keyed"): Outcome.SERVED,
    (429, '{"message":"Too Many Requests"}'): Outcome.THROTTLED,
    (429, '{"message":"Limit Exceeded"}'): Outcome.OVER_QUOTA,
}


def _told(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.text


@pytest.fixture
def consumers(world: World, clock: Clock) -> Consumers:
    api = keyed(world)
    reads = LEVELS.route_classes[RouteClass.READ]
    api.change(
        ("replace", "/*/*/throttling/rateLimit", str(reads.rate_per_second)),
        ("replace", "/*/*/throttling/burstLimit", str(reads.burst)),
    )
    keys = {}
    for name, tier in LEVELS.tiers.items():
        throttle = {"rateLimit": tier.rate_per_second, "burstLimit": tier.burst}
        quota = {"limit": tier.quota.limit, "period": tier.quota.period.value}
        _, keys[name] = member(api, plan(api, throttle=throttle, quota=quota))
    return Consumers(api, clock, keys)


def expected(calls: list[Call]) -> list[Outcome]:
    return [outcome for _, outcome in decided(calls, CONFIGURED)]


def of(consumer: str, calls: list[Call], outcomes: list[Outcome]) -> list[Outcome]:
    return [got for sent, got in zip(calls, outcomes, strict=True) if sent.consumer == consumer]


def test_bronze_is_throttled_exactly_when_the_model_says_so_while_gold_is_served(
    consumers: Consumers,
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    moments = sorted(NOON + chance.uniform(0, 5) for _ in range(60))
    calls = [Call(at, tier, ROUTE) for at in moments for tier in ("bronze", "gold")]

    got = consumers.outcomes(calls)

    assert got == expected(calls)
    assert set(of("bronze", calls, got)) == {Outcome.SERVED, Outcome.THROTTLED}
    assert set(of("gold", calls, got)) == {Outcome.SERVED}


def test_a_burst_and_a_rate_are_refused_by_hand_count_too(consumers: Consumers) -> None:
    moments = [0, 0, 0, 0, 0, 0.4, 0.5, 0.5, 1.0]
    calls = [Call(NOON + moment, "bronze", ROUTE) for moment in moments]

    got = consumers.outcomes(calls)

    served, throttled = Outcome.SERVED, Outcome.THROTTLED
    assert got == [served] * 4 + [throttled] * 2 + [served, throttled, served]


def test_after_its_quota_bronze_is_refused_until_the_day_ends_while_gold_is_served(
    consumers: Consumers,
) -> None:
    moments = [MIDNIGHT - 30 + second for second in range(33)]
    calls = [Call(at, tier, ROUTE) for at in moments for tier in ("bronze", "gold")]

    got = consumers.outcomes(calls)

    served, refused = Outcome.SERVED, Outcome.OVER_QUOTA
    assert of("bronze", calls, got) == [served] * 25 + [refused] * 5 + [served] * 3
    assert of("gold", calls, got) == [served] * 33
    assert got == expected(calls)
