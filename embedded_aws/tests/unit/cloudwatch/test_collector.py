"""Recording a measurement neither waits nor fills the memory."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.cloudwatch.models import cloudwatch_backends

from embedded_aws.cloudwatch import MotoMetrics
from embedded_aws.cloudwatch.metrics import collector
from embedded_aws.cloudwatch.metrics.store import Store
from embedded_aws.functions.metrics import InvocationMeasurement

ACCOUNT = "123456789012"
REGION = "eu-central-1"
NOON = 1_900_000_020.0


@pytest.fixture
def metrics(monkeypatch: pytest.MonkeyPatch) -> Iterator[MotoMetrics]:
    monkeypatch.setattr(collector, "FLUSH_SECONDS", 3600)  # only when a test says so
    with mock_aws():
        sink = MotoMetrics(ACCOUNT, lambda: NOON)
        yield sink
        sink._closed.set()


def invocation(number: int) -> InvocationMeasurement:
    return InvocationMeasurement(
        NOON, REGION, "orders", "orders:live", "1", 1, failed=False, duration_ms=number % 977
    )


def kept() -> Any:
    return Store(cloudwatch_backends[ACCOUNT][REGION])


def test_what_is_recorded_is_there_after_a_flush(metrics: MotoMetrics) -> None:
    for number in range(10):
        metrics.record(invocation(number))

    metrics.flush()

    (summary,) = kept().windows(("AWS/Lambda", "Duration", ()), int(NOON), 60, 1)
    assert (summary["count"], summary["sum"]) == (10, 45)


def test_a_flood_costs_measurements_and_no_more(
    metrics: MotoMetrics, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(collector, "PENDING", 10)

    for number in range(100):
        metrics.record(invocation(number))
    metrics.flush()

    (summary,) = kept().windows(("AWS/Lambda", "Invocations", ()), int(NOON), 60, 1)
    assert summary["count"] == 10
    assert "90 requests came too fast" in caplog.text


def test_memory_is_flat_over_a_hundred_thousand_requests(metrics: MotoMetrics) -> None:
    def load() -> int:
        for batch in range(10):
            for number in range(5_000):
                metrics.record(invocation(batch + number))
            metrics.flush()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    half = load()
    whole = load()
    tracemalloc.stop()

    assert whole - half < 100_000
