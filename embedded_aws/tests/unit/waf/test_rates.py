"""Sliding windows, by example and compared with a plain count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded_aws.waf import rates
from embedded_aws.waf.rates import Rates


def test_the_limit_itself_does_not_exceed() -> None:
    counted = Rates(60, 2)

    assert [counted.exceeded("a", 0) for _ in range(3)] == [False, False, True]


def test_keys_are_counted_apart() -> None:
    counted = Rates(60, 1)

    assert [counted.exceeded(key, 0) for key in "aba"] == [False, False, True]


def test_the_window_slides() -> None:
    counted = Rates(60, 2)

    assert [counted.exceeded("a", at) for at in (0, 50, 70, 75, 140)] == [False] * 3 + [True, False]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=80), st.integers(1, 10))
def test_it_counts_what_a_plain_sum_counts(gaps: list[int], limit: int) -> None:
    times = [sum(gaps[: index + 1]) for index in range(len(gaps))]
    plain = [
        sum(at - 60 < each <= at for each in times[: n + 1]) > limit for n, at in enumerate(times)
    ]

    counted = Rates(60, limit)

    assert [counted.exceeded("a", at) for at in times] == plain


def test_a_silent_key_is_forgotten() -> None:
    counted = Rates(60, 1)
    counted.exceeded("silent", 0)

    counted.exceeded("loud", 61)

    assert len(counted) == 1


def test_no_more_keys_are_kept_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "KEPT", 10)
    counted = Rates(60, 1)

    exceeded = [counted.exceeded(key, 0) for key in range(100)]

    assert (len(counted), any(exceeded)) == (10, False)


def test_a_key_that_keeps_coming_outlives_many_that_came_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates, "KEPT", 10)
    counted = Rates(60, 20)

    answers = [counted.exceeded(key, 0) for n in range(30) for key in ("loud", n)]

    assert answers[-2:] == [True, False]


def test_a_clock_that_goes_back_loses_no_count() -> None:
    counted = Rates(60, 1)

    assert [counted.exceeded("a", at) for at in (100, 90)] == [False, True]
