"""The steps of docs/operations/restore.md: a restored table, and a service that moves to it."""

import re
from datetime import UTC, datetime

import pytest

from tests.e2e.harness.changes import edited
from tests.e2e.harness.product import Product
from tests.e2e.harness.stack import Stack

pytestmark = [pytest.mark.slow, pytest.mark.changes]

ROOM = "  cache_size"


def test_a_service_moves_to_a_restored_table_and_back(stack: Stack, product: Product) -> None:
    values = stack.folder / "terraform/environments/local.tfvars"
    name, thing = product.name, product.created()
    with product.api() as api:
        moment = f"AT={datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        output = stack.make(f"restore-{name}", moment).stdout
        line = re.search(r"restored_tables = .*", output)
        assert line

        with edited(values, ROOM, f"  {line[0]}\n{ROOM}"):
            planned = stack.make(f"plan-{name}").stdout
            stack.make(f"deploy-{name}")
            again = stack.make(f"plan-{name}").stdout
            status = api.get(thing).status_code
            newer = product.created()
            stack.make(f"rollback-{name}")
            missing = api.get(newer).status_code
        stack.make(f"deploy-{name}")

        # Contributor Insights are a setting of the table that a restore leaves out.
        assert "1 to import, 1 to add" in planned
        assert "aws_dynamodb_contributor_insights.this[0] will be created" in planned
        assert "0 to destroy" in planned
        assert "No changes" in again
        assert (status, missing) == (200, 404)
        assert api.get(thing).status_code == 200
