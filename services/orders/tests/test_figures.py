"""Figures of the business, as metrics."""

import json

import pytest

from services.orders.figures import CloudWatchFigures
from services.orders.model import Item, Money, Order, Status
from shared.product import TITLE


def test_an_order_is_a_metric_by_currency(capsys: pytest.CaptureFixture[str]) -> None:
    item = Item("prd_1", 2, unit_price=Money(1250, "EUR"))
    order = Order(
        items=(item,),
        id="ord_1",
        tenant="acme",
        status=Status.PLACED,
        placed_at="2026-11-24T10:00:00.000Z",
    )

    CloudWatchFigures().placed(order)

    line = json.loads(capsys.readouterr().out)
    [declared] = line["_aws"]["CloudWatchMetrics"]
    assert declared["Namespace"] == TITLE
    assert sorted(declared["Dimensions"][0]) == ["currency", "service"]
    assert (line["OrdersPlaced"], line["OrderValue"], line["currency"]) == ([1.0], [2500.0], "EUR")
