"""Runs the data plane's admission control over simulated time and service levels."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from embedded_aws import ACCOUNT_LIMIT, Admission, Allowance, Limit, Quota, Verdict
from shared.routes import RouteClass
from shared.throttling import ServiceLevels, Tier
from tools.insights.simulate.traffic import Call


class Outcome(StrEnum):
    """The result of a request."""

    SERVED = "served"
    THROTTLED = "throttled"
    OVER_QUOTA = "over quota"
    FORBIDDEN = "forbidden"


@dataclass
class Result:
    """Outcomes by consumer and hour (epoch seconds at its beginning)."""

    counts: dict[tuple[str, int], Counter[Outcome]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def consumers(self) -> list[str]:
        """The consumers that sent a request."""
        return sorted({consumer for consumer, _ in self.counts})

    def hours(self) -> list[int]:
        """Every hour between the first and the last request."""
        seen = [hour for _, hour in self.counts]
        return list(range(min(seen), max(seen) + 3600, 3600)) if seen else []

    def total(self, consumer: str) -> Counter[Outcome]:
        """The outcomes of all hours of a consumer."""
        return sum(
            (counts for (name, _), counts in self.counts.items() if name == consumer), Counter()
        )


OUTCOMES = {
    Verdict.ADMITTED: Outcome.SERVED,
    Verdict.THROTTLED: Outcome.THROTTLED,
    Verdict.OVER_QUOTA: Outcome.OVER_QUOTA,
}


@dataclass(frozen=True)
class Configured:
    """The limits that an environment would deploy."""

    levels: ServiceLevels
    tiers: Mapping[str, str]
    """consumer → tier"""
    classes: Mapping[str, RouteClass]
    """`GET /orders` → the class that its contract declares"""

    def plans(self) -> dict[str, tuple[Limit, Allowance]]:
        """A fresh usage plan per consumer, without those of an unknown tier."""
        tiers = self.levels.tiers
        return {
            consumer: _plan(tiers[tier]) for consumer, tier in self.tiers.items() if tier in tiers
        }

    def method_limit(self, method: str) -> Limit:
        """The limit of a route's class; an unknown route counts as read or write, by its verb."""
        reads = method.split(" ", maxsplit=1)[0] in {"GET", "HEAD"}
        guessed = RouteClass.READ if reads else RouteClass.WRITE
        rate = self.levels.route_classes[self.classes.get(method, guessed)]
        return Limit(rate.rate_per_second, rate.burst)


def _plan(tier: Tier) -> tuple[Limit, Allowance]:
    quota = Quota(tier.quota.limit, tier.quota.period)
    return Limit(tier.rate_per_second, tier.burst), Allowance(quota, {})


def simulate(calls: Iterable[Call], configured: Configured) -> Result:
    """The outcomes of all requests, summed up."""
    result = Result()
    for call, outcome in decided(calls, configured):
        result.counts[call.consumer, int(call.at // 3600 * 3600)][outcome] += 1
    return result


def decided(calls: Iterable[Call], configured: Configured) -> Iterator[tuple[Call, Outcome]]:
    """Each request with its outcome."""
    admission, plans = Admission(), configured.plans()
    for call in calls:
        plan = plans.get(call.consumer)
        if plan is None:
            yield call, Outcome.FORBIDDEN
            continue
        limit, allowance = plan
        limits: dict[Hashable, Limit] = {
            "account": ACCOUNT_LIMIT,
            ("method", call.method): configured.method_limit(call.method),
            ("plan", call.consumer): limit,
        }
        yield call, OUTCOMES[admission.decide(limits, allowance, call.at)]
