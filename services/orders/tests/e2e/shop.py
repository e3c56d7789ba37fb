"""The shop as tests of orders need it: something on sale, and orders of it."""

from typing import Any
from uuid import uuid4

import httpx

from services.catalog.tests.e2e.products import sell
from tests.e2e.harness.stack import Stack, when_it_runs

on_sale: dict[str, str] = {}
"""Ids of what can be ordered, by a name of ours."""


def _open(stack: Stack) -> None:
    on_sale["lamp"] = sell(stack, "Desk lamp", 1250)


when_it_runs.append(_open)


def wanted(quantity: int = 2) -> dict[str, Any]:
    """The body of an order of lamps."""
    return {"items": [{"productId": on_sale["lamp"], "quantity": quantity}]}


def place(api: httpx.Client, key: str | None = None) -> httpx.Response:
    """Order lamps."""
    return api.post("/orders", json=wanted(), headers={"Idempotency-Key": key or str(uuid4())})


def order(api: httpx.Client, *product_ids: str) -> httpx.Response:
    """Order one of each product."""
    items = [{"productId": each, "quantity": 1} for each in product_ids]
    return api.post("/orders", json={"items": items}, headers={"Idempotency-Key": str(uuid4())})
