"""The ownership of orders, by the table of callers."""

from pathlib import Path

import pytest

from tools.review.access_matrix.page import table_in

TABLE = table_in((Path(__file__).parents[1] / "callers.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["other tenant", "customer", "staff", "other admin"])
@pytest.mark.parametrize("route", ["GET /orders/{orderId}", "POST /orders/{orderId}/cancel"])
def test_what_is_somebody_elses_is_not_there(route: str, kind: str) -> None:
    assert TABLE[route][kind] == 404
