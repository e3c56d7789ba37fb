"""Token buckets and quotas: pure arithmetic, with the time as an argument.

Used by the data plane and by `make simulate-traffic`. API Gateway developer guide, "Throttle
requests to your REST APIs for better throughput".
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

UNLIMITED = -1


@dataclass(frozen=True)
class Limit:
    """Requests per second on average, and the largest burst; -1 is no limit."""

    rate: float
    burst: int

    @property
    def limits(self) -> bool:
        """Whether it can refuse a request."""
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
    """A bucket per key; full at first."""

    def __init__(self) -> None:
        self._buckets: dict[Hashable, _Bucket] = {}

    def admit(self, limits: Mapping[Hashable, Limit], now: float) -> bool:
        """Take a token from each bucket, or from none when one is empty."""
        buckets = [self._bucket(key, limit, now) for key, limit in limits.items() if limit.limits]
        if any(bucket.tokens < 1 for bucket in buckets):
            return False
        for bucket in buckets:
            bucket.tokens -= 1
        return True

    def levels(self, limits: Mapping[Hashable, Limit]) -> Iterator[tuple[Hashable, Limit, float]]:
        """The tokens in each bucket that can refuse, as of its last request."""
        for key in limits:
            bucket = self._buckets.get(key)
            if bucket is not None and bucket.limit.limits:
                yield key, bucket.limit, bucket.tokens

    def _bucket(self, key: Hashable, limit: Limit, now: float) -> _Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(limit, float(limit.burst), now)
        bucket.limit = limit  # as deployed now; what was saved up beyond it is lost on refill
        bucket.refill(now)
        return bucket


@dataclass(frozen=True)
class Quota:
    """Requests per period; `offset` of them are subtracted in the first period."""

    limit: int
    period: str
    offset: int = 0

    def begin(self, day: date) -> date:
        """The first day of the day's period: weeks begin on Sunday."""
        if self.period == "DAY":
            return day
        if self.period == "WEEK":
            return day - timedelta(days=(day.weekday() + 1) % 7)
        return day.replace(day=1)

    def left(self, used_by_day: Mapping[str, int], day: date) -> int:
        """The requests left in the period, by the requests used on each day (ISO dates)."""
        begin, today = self.begin(day).isoformat(), day.isoformat()
        used = sum(count for each, count in used_by_day.items() if begin <= each <= today)
        first = min(used_by_day, default=today)
        return max(0, self.limit - (self.offset if begin <= first else 0) - used)


@dataclass(frozen=True)
class Allowance:
    """A consumer's quota, and the requests used on each day (ISO dates)."""

    quota: Quota | None
    used_by_day: dict[str, int]

    def is_used_up(self, day: date) -> bool:
        """Whether no request is left in the day's period."""
        return self.quota is not None and self.quota.left(self.used_by_day, day) == 0

    def count(self, day: date) -> None:
        """Count one request."""
        name = day.isoformat()
        self.used_by_day[name] = self.used_by_day.get(name, 0) + 1


class Verdict(Enum):
    """The result for a request."""

    ADMITTED = "admitted"
    THROTTLED = "throttled"
    OVER_QUOTA = "over quota"


class Admission:
    """Decides on successive requests: the quota first, then every bucket.

    Only admitted requests count.
    """

    def __init__(self) -> None:
        self._buckets = Buckets()
        self.levels = self._buckets.levels

    def decide(
        self, limits: Mapping[Hashable, Limit], allowance: Allowance | None, now: float
    ) -> Verdict:
        """The verdict on a request; without a key it has no allowance."""
        today = day_of(now)
        if allowance and allowance.is_used_up(today):
            return Verdict.OVER_QUOTA
        if not self._buckets.admit(limits, now):
            return Verdict.THROTTLED
        if allowance:
            allowance.count(today)
        return Verdict.ADMITTED


def day_of(now: float) -> date:
    """The UTC day, by which API Gateway counts."""
    return datetime.fromtimestamp(now, UTC).date()
