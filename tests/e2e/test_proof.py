"""The short form of `make proof`: faults under load, restores and attacks on the running stack."""

import json
from typing import Any

import pytest

from tests.e2e.harness.product import SERVICES
from tests.e2e.harness.stack import Stack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.changes,
    pytest.mark.skipif(not list(SERVICES.glob("*/checks/journey.json")), reason="no journeys"),
]


@pytest.fixture(scope="module")
def reports(stack: Stack) -> dict[str, Any]:
    """All that the steps' last lines say, and the outcome of each step."""
    done = stack.make("-s", "proof", "SHORT=1", check=False)
    lines = [json.loads(each) for each in done.stdout.splitlines() if each.startswith("{")]
    return {"status": done.returncode, "steps": lines[-1]} | {
        name: value for each in lines[:-1] for name, value in each.items()
    }


def test_every_step_of_the_proof_holds(reports: dict[str, Any]) -> None:
    assert set(reports["steps"].values()) == {"good"}
    assert {"faults", "restores", "attacks"} <= reports["steps"].keys()
    assert reports["status"] == 0


def test_no_acknowledged_write_is_lost_doubled_or_crossed_under_faults(
    reports: dict[str, Any],
) -> None:
    kinds = ("lost", "doubled", "crossed", "disordered", "unanswered")
    assert [reports[each] for each in kinds] == [0] * 5
    assert all(row["injected"] for row in reports["faults"])
    assert reports["planted_and_seen"] == 4
    assert reports["acknowledged"] > 30


def test_every_item_is_restored_as_it_was(reports: dict[str, Any]) -> None:
    assert all(row["same"] == row["items"] for row in reports["restores"])
    assert sum(row["items"] for row in reports["restores"]) > 20


def test_nobody_is_let_in_and_every_refusal_is_logged(reports: dict[str, Any]) -> None:
    assert reports["failed"] == []
    assert [reports[each] for each in ("let_in", "secrets_shown", "refusals_not_logged")] == [0] * 3
    assert reports["cases"] > 30
