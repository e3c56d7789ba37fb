"""Token buckets and quotas, by example and compared with a plain model."""

import time
from collections.abc import Hashable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_aws.gateway.limits.buckets import UNLIMITED, Buckets, Limit, Quota, day_of


def admitted(limit: Limit, times: list[float]) -> list[bool]:
    buckets = Buckets()
    return [buckets.admit({"all": limit}, moment) for moment in times]


def test_a_burst_passes_at_once_and_no_more() -> None:
    assert admitted(Limit(1, 3), [0, 0, 0, 0]) == [True, True, True, False]


def test_tokens_come_back_at_the_rate() -> None:
    assert admitted(Limit(2, 1), [0, 0.4, 0.5, 0.9, 1.0]) == [True, False, True, False, True]


def test_no_more_is_saved_up_than_the_burst() -> None:
    assert admitted(Limit(1, 2), [0, 0, 1000, 1000, 1000]) == [True, True, True, True, False]


@pytest.mark.parametrize("limit", [Limit(UNLIMITED, 1), Limit(1, UNLIMITED)])
def test_no_limit_refuses_nothing(limit: Limit) -> None:
    assert all(admitted(limit, [0.0] * 100))


def test_a_rate_of_nothing_refuses_what_comes_after_the_burst() -> None:
    assert admitted(Limit(0, 1), [0, 10_000]) == [True, False]


def test_a_refusal_takes_no_token_elsewhere() -> None:
    buckets = Buckets()
    narrow, wide = Limit(0, 1), Limit(0, 2)
    both: dict[Hashable, Limit] = {"narrow": narrow, "wide": wide}

    taken = [buckets.admit(both, 0), buckets.admit(both, 0), buckets.admit({"wide": wide}, 0)]

    assert taken == [True, False, True]


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    assert admitted(Limit(1, 1), [10, 5, 10.5, 11]) == [True, False, False, True]


def test_a_changed_limit_holds_from_the_next_request_on() -> None:
    buckets = Buckets()
    buckets.admit({"k": Limit(0, 10)}, 0)

    narrowed = [buckets.admit({"k": Limit(0, 1)}, 0) for _ in range(2)]

    assert narrowed == [True, False]


@given(
    st.floats(0.1, 100),
    st.integers(1, 50),
    st.lists(st.floats(0, 2), min_size=1, max_size=80),
)
def test_no_stretch_of_time_admits_more_than_burst_and_rate_allow(
    rate: float, burst: int, gaps: list[float]
) -> None:
    times = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    passed = [at for at, ok in zip(times, admitted(Limit(rate, burst), times), strict=True) if ok]

    for first, begin in enumerate(passed):
        for count, end in enumerate(passed[first:], start=1):
            assert count <= burst + rate * (end - begin) + 1e-6


@pytest.mark.parametrize(
    ("period", "day", "begin"),
    [
        ("DAY", date(2026, 11, 24), date(2026, 11, 24)),
        ("WEEK", date(2026, 11, 24), date(2026, 11, 22)),
        ("WEEK", date(2026, 11, 22), date(2026, 11, 22)),
        ("WEEK", date(2026, 11, 21), date(2026, 11, 15)),
        ("MONTH", date(2026, 11, 24), date(2026, 11, 1)),
    ],
)
def test_periods_begin_where_api_gateways_do(period: str, day: date, begin: date) -> None:
    assert Quota(1, period).begin(day) == begin


def test_a_quota_counts_its_own_period_only() -> None:
    used = {"2026-10-31": 50, "2026-11-01": 3, "2026-11-20": 4}

    assert Quota(10, "MONTH").left(used, date(2026, 11, 24)) == 3


def test_an_offset_is_taken_off_the_first_period_alone() -> None:
    quota = Quota(10, "DAY", offset=4)

    first = quota.left({"2026-11-24": 1}, date(2026, 11, 24))
    second = quota.left({"2026-11-24": 6, "2026-11-25": 1}, date(2026, 11, 25))

    assert (first, second) == (5, 9)


def test_nothing_is_left_below_nothing() -> None:
    assert Quota(2, "DAY").left({"2026-11-24": 9}, date(2026, 11, 24)) == 0


def test_a_day_is_one_of_utc_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()

    day = day_of(20 * 3600)
    monkeypatch.undo()
    time.tzset()

    assert day == date(1970, 1, 1)
