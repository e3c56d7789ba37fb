"""The ownership of profiles, by the table of callers."""

from pathlib import Path

import pytest

from tools.review.access_matrix.page import table_in

TABLE = table_in((Path(__file__).parents[1] / "callers.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["other tenant", "customer", "staff", "other admin"])
@pytest.mark.parametrize(
    "route", ["GET /customers/me", "DELETE /customers/me", "GET /customers/me/export"]
)
def test_what_is_somebody_elses_is_not_there(route: str, kind: str) -> None:
    assert TABLE[route][kind] == 404


def test_a_machine_sees_no_other_tenants_customer_whatever_its_scopes() -> None:
    row = TABLE["GET /customers/{customerId}"]

    assert (row["other admin"], row["own admin"], row["staff"]) == (404, 200, 200)
