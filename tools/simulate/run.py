"""The same buckets and quotas as the data plane's, over simulated time."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from shared.throttling import ServiceLevels
from tools.local.gateway.limits import Buckets, Limit, Quota, day_of
from tools.local.gateway.throttling import ACCOUNT
from tools.simulate.traffic import Call


class Outcome(StrEnum):
    """What a request would get."""

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
        """Who sent anything."""
        return sorted({consumer for consumer, _ in self.counts})

    def hours(self) -> list[int]:
        """Every hour between the first and the last request."""
        seen = [hour for _, hour in self.counts]
        return list(range(min(seen), max(seen) + 3600, 3600)) if seen else []

    def total(self, consumer: str) -> Counter[Outcome]:
        """All hours of a consumer."""
        return sum(
            (counts for (name, _), counts in self.counts.items() if name == consumer), Counter()
        )


def simulate(calls: Iterable[Call], levels: ServiceLevels, tiers: Mapping[str, str]) -> Result:
    """What each request would get; `tiers` are those of the consumers."""
    result, buckets = Result(), Buckets()
    used: dict[str, dict[str, int]] = defaultdict(dict)
    for call in calls:
        outcome = _outcome(call, levels, tiers, buckets, used)
        hour = int(call.at // 3600 * 3600)
        result.counts[call.consumer, hour][outcome] += 1
    return result


def _outcome(
    call: Call,
    levels: ServiceLevels,
    tiers: Mapping[str, str],
    buckets: Buckets,
    used: dict[str, dict[str, int]],
) -> Outcome:
    tier = levels.tiers.get(tiers.get(call.consumer, ""))
    if tier is None:
        return Outcome.FORBIDDEN
    today, days = day_of(call.at), used[call.consumer]
    if Quota(tier.quota.limit, tier.quota.period).left(days, today) == 0:
        return Outcome.OVER_QUOTA
    route = levels.route_classes[call.route_class]
    limits: dict[Hashable, Limit] = {
        "account": ACCOUNT,
        ("method", call.method): Limit(route.rate_per_second, route.burst),
        ("plan", call.consumer): Limit(tier.rate_per_second, tier.burst),
    }
    if not buckets.admit(limits, call.at):
        return Outcome.THROTTLED
    days[today.isoformat()] = days.get(today.isoformat(), 0) + 1
    return Outcome.SERVED
