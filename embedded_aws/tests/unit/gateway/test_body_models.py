"""A body's faults are looked for up to a bound."""

import json

import pytest

from embedded_aws.gateway.deployed.body_models import LISTED, Models

MODELS = Models({"Numbers": {"type": "array", "items": {"type": "integer"}}})


@pytest.mark.parametrize(("members", "more"), [(LISTED, False), (50_000, True)])
def test_of_wrong_members_a_hundred_are_told_and_that_there_are_more(
    members: int, *, more: bool
) -> None:
    faults = MODELS.faults("Numbers", json.dumps(["1"] * members).encode()) or ""

    assert faults.count("instance type (string)") == LISTED
    assert faults.endswith(", more than 100 faults]") is more
