"""Token buckets and quotas: pure arithmetic, with the time as an argument.

API Gateway developer guide, "Throttle requests to your REST APIs for better throughput".
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

UNLIMITED = -1


@dataclass(frozen=True)
class Limit:
    """Requests per second on average, and how many may come at once; -1 is no limit."""

    rate: float
    burst: int

    @property
    def limits(self) -> bool:
        """Whether it refuses anything."""
        return UNLIMITED not in {self.rate, self.burst}


@dataclass
class _Bucket:
    limit: Limit
    tokens: float
    at: float

    def refill(self, now: float) -> None:
        earned = max(0.0, now - self.at) * self.limit.rate
        self.tokens = min(float(self.limit.burst), self.tokens + earned)
        self.at = max(self.at, now)


class Buckets:
    """One bucket for whatever is limited; full when it is first seen."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}

    def admit(self, limits: Mapping[Hashable, Limit], now: float) -> bool:
        """Take a token of each bucket, or of none when one of them is empty."""
        asked = [self._bucket(key, limit, now) for key, limit in limits.items() if limit.limits]
        if any(bucket.tokens < 1 for bucket in asked):
            return False
        for bucket in asked:
            bucket.tokens -= 1
        return True

    def _bucket(self, key: Hashable, limit: Limit, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(limit, float(limit.burst), now)
        bucket.limit = limit  # as deployed now; what was saved up beyond it is lost on refill
        bucket.refill(now)
        return bucket


@dataclass(frozen=True)
class Quota:
    """Requests per period; `offset` of them are taken off the first period."""

    limit: int
    period: str
    offset: int = 0

    def begin(self, day: date) -> date:
        """The first day of the period that the day is in: weeks begin on Sunday."""
        if self.period == "DAY":
            return day
        if self.period == "WEEK":
            return day - timedelta(days=(day.weekday() + 1) % 7)
        return day.replace(day=1)

    def left(self, used_by_day: Mapping[str, int], day: date) -> int:
        """What is left of the period, from what was used on each day (ISO dates)."""
        begin = self.begin(day)
        used = sum(
            count for each, count in used_by_day.items() if begin <= date.fromisoformat(each) <= day
        )
        first = min(map(date.fromisoformat, used_by_day), default=day)
        allowed = self.limit - (self.offset if self.begin(first) == begin else 0)
        return max(0, allowed - used)


def day_of(now: float) -> date:
    """The day in UTC, by which API Gateway counts."""
    return datetime.fromtimestamp(now, UTC).date()
