"""The embedded metric format: what has no metric in it costs nothing."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from embedded_aws.cloudwatch.log_lines.embedded_format import keep_metrics
from embedded_aws.cloudwatch.metrics.store import Store

DIRECTIVE = {"Namespace": "shop", "Dimensions": [["service"]], "Metrics": [{"Name": "placed"}]}


def metrics_of(placed: Any, timestamp: Any = 60_000) -> Any:
    """The metrics of a store after a line with this one."""
    backend = SimpleNamespace()
    about = {"Timestamp": timestamp, "CloudWatchMetrics": [DIRECTIVE]}
    line = json.dumps({"_aws": about, "service": "orders", "placed": placed})
    keep_metrics(Store(backend), line, 0.0)
    return vars(backend).get("kept_metrics", {})


def test_a_number_is_kept_under_its_dimensions() -> None:
    assert list(metrics_of(2)) == [("shop", "placed", (("service", "orders"),))]


@pytest.mark.parametrize("timestamp", [float("inf"), float("nan"), 10**400, "now", None, []])
def test_a_time_that_is_none_keeps_nothing(timestamp: Any) -> None:
    assert metrics_of(2, timestamp) == {}


@pytest.mark.parametrize("placed", [10**400, "2", None, {}])
def test_what_is_no_number_is_not_kept(placed: Any) -> None:
    assert metrics_of(placed) == {}
