"""The short form of `make chaos`: acknowledged writes while DynamoDB and workers fail."""

import json

import pytest

from tests.e2e.harness.product import SERVICES
from tests.e2e.harness.stack import Stack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.changes,
    pytest.mark.skipif(not list(SERVICES.glob("*/checks/journey.json")), reason="no journeys"),
]

FAULTS = "answer-dropped,workers-killed,disk-full"


def test_no_acknowledged_write_is_lost_doubled_or_crossed_under_faults(stack: Stack) -> None:
    done = stack.make("-s", "chaos", f"ONLY={FAULTS}", "OPERATIONS=90")

    report = json.loads(done.stdout.splitlines()[-1])
    counts = [report[each] for each in ("lost", "doubled", "crossed", "disordered", "unanswered")]
    assert counts == [0] * 5
    assert [row["fault"] for row in report["faults"]] == FAULTS.split(",")
    assert all(row["injected"] for row in report["faults"])
    assert report["acknowledged"] > 30
