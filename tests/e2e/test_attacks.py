"""The short form of `make attack`: every tenth case, the search for secrets, and the log."""

import json

import pytest

from tests.e2e.harness.product import SERVICES
from tests.e2e.harness.stack import Stack

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not list(SERVICES.glob("*/checks/journey.json")), reason="no journeys"),
]


def test_nobody_is_let_in_and_every_refusal_is_logged(stack: Stack) -> None:
    done = stack.make("-s", "attack", "EVERY=10", check=False)

    report = json.loads(
        next(line for line in done.stdout.splitlines() if line.startswith('{"cases"'))
    )
    assert report["failed"] == []
    assert (report["let_in"], report["secrets_shown"], report["refusals_not_logged"]) == (0, 0, 0)
    assert report["cases"] > 60
    assert done.returncode == 0
