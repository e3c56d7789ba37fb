"""The steps of docs/operations/restore.md: a restored table, and a service that moves to it."""

import re
from datetime import UTC, datetime

import pytest

from tests.e2e.conftest import Stack
from tests.e2e.test_releases import edited
from tests.e2e.test_the_main_job import place

pytestmark = pytest.mark.slow

ROOM = "  cache_size"


def test_a_service_moves_to_a_restored_table_and_back(stack: Stack) -> None:
    values = stack.folder / "terraform/environments/local.tfvars"
    with stack.api("acme") as api:
        order = place(api).json()["id"]
        output = stack.make("restore-orders", f"AT={datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}").stdout
        line = re.search(r"restored_tables = .*", output)
        assert line

        with edited(values, ROOM, f"  {line[0]}\n{ROOM}"):
            planned = stack.make("plan-orders").stdout
            stack.make("deploy-orders")
            again = stack.make("plan-orders").stdout
            status = api.get(f"/orders/{order}").status_code
            newer = place(api).json()["id"]
            stack.make("rollback-orders")
            missing = api.get(f"/orders/{newer}").status_code
        stack.make("deploy-orders")

        # Contributor Insights are a setting of the table that a restore leaves out.
        assert "1 to import, 1 to add" in planned
        assert "aws_dynamodb_contributor_insights.this[0] will be created" in planned
        assert "0 to destroy" in planned
        assert "No changes" in again
        assert (status, missing) == (200, 404)
        assert api.get(f"/orders/{order}").status_code == 200
