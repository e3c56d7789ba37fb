"""A simulation predicts the data plane's answers."""

import json
from pathlib import Path

import pytest

from shared.routes import RouteClass
from shared.throttling import Period, Quota, Rate, ServiceLevels, Tier
from tools.command import CommandError
from tools.insights.simulate.__main__ import main
from tools.insights.simulate.run import Configured, Outcome, simulate
from tools.insights.simulate.traffic import Call, Load, read_load, read_trace

BEGIN = 1_795_500_000.0 // 86400 * 86400
LEVELS = ServiceLevels(
    tiers={
        "small": Tier(rate_per_second=1, burst=2, quota=Quota(limit=5, period=Period.DAY)),
        "large": Tier(rate_per_second=100, burst=100, quota=Quota(limit=10_000, period=Period.DAY)),
    },
    route_classes={
        RouteClass.READ: Rate(rate_per_second=1000, burst=1000),
        RouteClass.WRITE: Rate(rate_per_second=1, burst=1),
    },
)
CLASSES = {"GET /reports": RouteClass.WRITE}
CONFIGURED = Configured(LEVELS, {"acme": "large", "globex": "small"}, CLASSES)


def calls(consumer: str, *seconds: float, method: str = "GET /parcels") -> list[Call]:
    return [Call(BEGIN + second, consumer, method) for second in seconds]


def outcomes(requests: list[Call]) -> dict[Outcome, int]:
    result = simulate(requests, CONFIGURED)
    return dict(sum((result.total(name) for name in result.consumers()), result.total("")))


def test_what_exceeds_the_tiers_burst_is_throttled() -> None:
    assert outcomes(calls("globex", 0, 0, 0, 1)) == {Outcome.SERVED: 3, Outcome.THROTTLED: 1}


def test_what_exceeds_the_quota_is_refused_until_the_next_day() -> None:
    requests = calls("globex", *range(0, 70, 10), 86400)

    assert outcomes(requests) == {Outcome.SERVED: 6, Outcome.OVER_QUOTA: 2}


def test_a_larger_tier_is_served_beside_it() -> None:
    result = simulate(sorted(calls("globex", *[0] * 9) + calls("acme", *[0] * 9)), CONFIGURED)

    assert result.total("acme") == {Outcome.SERVED: 9}
    assert result.total("globex") == {Outcome.SERVED: 2, Outcome.THROTTLED: 7}


@pytest.mark.parametrize("method", ["POST /parcels", "GET /reports"])
def test_a_methods_class_limits_all_consumers_together(method: str) -> None:
    """The class is the contract's; an unknown route's is its verb's."""
    requests = calls("acme", 0, method=method) + calls("globex", 0, method=method)

    assert outcomes(requests) == {Outcome.SERVED: 1, Outcome.THROTTLED: 1}


def test_whoever_is_no_consumer_is_forbidden() -> None:
    assert outcomes(calls("nobody", 0)) == {Outcome.FORBIDDEN: 1}


def test_counts_are_kept_by_the_hour() -> None:
    result = simulate(calls("acme", 0, 1, 3600, 7300), CONFIGURED)

    assert [result.counts["acme", hour][Outcome.SERVED] for hour in result.hours()] == [2, 1, 1]


def test_a_load_sends_evenly_and_in_bursts() -> None:
    load = Load.model_validate(
        {
            "begin": "2026-11-24T00:00:00Z",
            "hours": 1,
            "sources": [
                {"consumer": "a", "rate_per_second": 0.5},
                {"consumer": "b", "burst": {"size": 3, "every_seconds": 1800}, "to_hour": 0.5},
            ],
        }
    )

    requests = list(load.calls())
    assert requests == sorted(requests)
    assert [sum(call.consumer == name for call in requests) for name in "ab"] == [1800, 3]


@pytest.mark.parametrize("content", ["{", "{}", '{"begin": "now", "hours": 1, "sources": []}'])
def test_what_is_no_load_is_said(tmp_path: Path, content: str) -> None:
    path = tmp_path / "load.json"
    path.write_text(content)

    with pytest.raises(CommandError, match="is not a load"):
        read_load(path)


def line(at: int, client: str, method: str = "GET") -> str:
    return json.dumps(
        {
            "request_time_epoch": str(at * 1000),
            "client_id": client,
            "http_method": method,
            "resource_path": "/parcels",
        }
    )


def test_a_trace_is_read_in_order_with_the_consumers_names(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    path.write_text("\n".join([line(2, "c1", "POST"), line(1, "c1"), line(3, "-"), ""]))

    requests = list(read_trace(path, {"c1": "acme"}))

    assert [(call.at, call.consumer, call.method) for call in requests] == [
        (1.0, "acme", "GET /parcels"),
        (2.0, "acme", "POST /parcels"),
    ]


@pytest.mark.parametrize(
    "broken",
    [b"nonsense", b"[1]", b"\xff\xfe{", line(10**20, "c").encode(), line(1, "c").encode()[:-9]],
)
def test_a_line_that_is_none_is_said_with_its_number(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "access.log"
    path.write_bytes(line(1, "c").encode() + b"\n" + broken + b"\n")

    with pytest.raises(CommandError, match="line 2 is not a line of the access log"):
        list(read_trace(path, {}))


@pytest.mark.parametrize("content", ["", line(1, "-")])
def test_a_trace_of_nobody_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str
) -> None:
    path = tmp_path / "access.log"
    path.write_text(content)

    assert main(["--trace", str(path)]) == 1
    assert "nothing to simulate" in capsys.readouterr().err


def test_the_example_runs_and_leaves_a_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tools.insights.simulate.__main__.PAGE", tmp_path / "page.html")

    status = main(["--load", "docs/examples/load.json"])

    assert status == 0
    assert "globex" in capsys.readouterr().out
    assert "<svg" in (tmp_path / "page.html").read_text()


def test_a_missing_file_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--trace", "nowhere.log"]) == 1
    assert "nowhere.log" in capsys.readouterr().err
