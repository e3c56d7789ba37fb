"""Metrics are summarized by minute, and memory is bounded."""

import random
from types import SimpleNamespace
from typing import Any

import pytest

from embedded_aws.cloudwatch.metrics import store as store_
from embedded_aws.cloudwatch.metrics.store import Metric, Store
from embedded_aws.cloudwatch.metrics.summary import (
    Summary,
    UnknownStatisticError,
    add,
    add_set,
    empty,
    statistic,
)

LATENCY: Metric = ("AWS/ApiGateway", "Latency", (("ApiName", "orders"),))
HOUR = 3600


@pytest.fixture
def backend() -> Any:
    return SimpleNamespace(aws_metric_data=[])


@pytest.fixture
def store(backend: Any) -> Store:
    return Store(backend)


def of(*values: float) -> Summary:
    summary = empty()
    for value in values:
        add(summary, value)
    return summary


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sum", 5050),
        ("Average", 50.5),
        ("Minimum", 1),
        ("Maximum", 100),
        ("SampleCount", 100),
        ("p50", 50),
        ("p99", 99),
        ("p99.9", 100),
        ("p100", 100),
        ("p0", 1),
        ("tm90", 45.5),
    ],
)
def test_statistics_of_one_to_a_hundred(name: str, value: float) -> None:
    assert statistic(of(*range(1, 101)), name) == value


def test_percentiles_of_many_values_are_within_one_percent() -> None:
    source = random.Random(7)  # noqa: S311 - no secret
    values = sorted(source.uniform(1, 30_000) for _ in range(20_000))

    summary = of(*values)

    assert statistic(summary, "p99") == pytest.approx(values[19_799], rel=0.011)
    assert len(summary["values"]) < 700


def test_a_statistic_set_has_no_percentiles() -> None:
    summary = of(1)
    add_set(summary, 3, 30, 5, 15)

    assert (statistic(summary, "p99"), statistic(summary, "Maximum")) == (None, 15)


@pytest.mark.parametrize("name", ["p101", "median", "IQM", "tc90", ""])
def test_an_unknown_statistic_is_told(name: str) -> None:
    with pytest.raises(UnknownStatisticError, match="use SampleCount"):
        statistic(of(1), name)


def test_a_window_gathers_its_minutes(store: Store) -> None:
    for minute in (0, 60, 240, 300):
        store.add(LATENCY, "Milliseconds", minute, of(minute))

    first, second = store.windows(LATENCY, 0, 300, 2)

    assert first is not None
    assert second is not None
    assert (first["sum"], second["sum"]) == (300, 300)


def test_another_set_of_dimensions_is_another_metric(store: Store) -> None:
    store.add(LATENCY, None, 0, of(1))

    assert store.windows(("AWS/ApiGateway", "Latency", ()), 0, 60, 1) == [None]


def test_a_unit_can_be_asked_for(store: Store) -> None:
    store.add(LATENCY, "Seconds", 0, of(1))

    assert store.windows(LATENCY, 0, 60, 1, "Milliseconds") == [None]


def test_older_minutes_are_kept_by_fives_and_forgotten_after_a_day(
    store: Store, backend: Any
) -> None:
    now = 30 * HOUR
    for minute in range(0, now, 60):
        store.add(LATENCY, None, minute, of(1))

    store.forget(now)

    assert len(backend.kept_metrics[LATENCY]) == 3 * 60 + 21 * 12
    (summary,) = store.windows(LATENCY, now - 24 * HOUR, 24 * HOUR, 1)
    assert summary is not None
    assert summary["count"] == 24 * 60


def test_a_metric_without_data_is_forgotten(store: Store, backend: Any) -> None:
    store.add(LATENCY, None, 0, of(1))

    store.forget(48 * HOUR)

    assert backend.kept_metrics == {}


def test_a_dimension_with_countless_values_costs_no_more(
    store: Store, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_, "MAXIMUM_METRICS", 10)

    for number in range(100):
        store.add(("n", "m", (("id", str(number)),)), None, 0, of(1))

    assert len(backend.kept_metrics) == 10
