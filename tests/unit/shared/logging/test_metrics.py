"""Business metrics are log lines that CloudWatch counts."""

import json
from typing import Any

import pytest

from shared.logging.metrics import emit
from shared.product import TITLE


def emitted(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Each line without its time."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [{key: value for key, value in line.items() if key != "_aws"} for line in lines]


def test_each_line_has_its_own_counts_and_dimensions(capsys: pytest.CaptureFixture[str]) -> None:
    emit("parcels", {"ParcelsSent": 1, "Grams": 500}, currency="EUR")
    emit("parcels", {"ParcelsSent": 1}, currency="USD")
    emit("parcels", {"ParcelsLost": 1})

    assert emitted(capsys) == [
        {"currency": "EUR", "service": "parcels", "ParcelsSent": [1.0], "Grams": [500.0]},
        {"currency": "USD", "service": "parcels", "ParcelsSent": [1.0]},
        {"service": "parcels", "ParcelsLost": [1.0]},
    ]


def test_a_line_has_no_room_between_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    emit("parcels", {"ParcelsSent": 1, "Grams": 500})

    line = capsys.readouterr().out.strip()
    assert line == json.dumps(json.loads(line), separators=(",", ":"))


def test_a_line_says_what_it_counts_and_by_what(capsys: pytest.CaptureFixture[str]) -> None:
    emit("parcels", {"ParcelsSent": 1, "Grams": 500}, currency="EUR")

    [metrics] = json.loads(capsys.readouterr().out)["_aws"]["CloudWatchMetrics"]

    assert metrics == {
        "Namespace": TITLE,
        "Dimensions": [["currency", "service"]],
        "Metrics": [
            {"Name": "ParcelsSent", "Unit": "Count"},
            {"Name": "Grams", "Unit": "Count"},
        ],
    }
