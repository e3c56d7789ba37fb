"""Request and response bodies of orders."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from services.orders.model import MAX_AMOUNT, Status
from shared.pagination import PageQuery
from shared.schema import Schema
from shared.schema.bodies import Body

EXAMPLE_PRODUCT = "prd_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
ProductId = Annotated[str, StringConstraints(pattern=r"^prd_[0-9A-HJKMNP-TV-Z]{26}$")]
EXAMPLE_CURSOR = "keb4TJCksiMqrP6dHrfQY29yZF8wMUpER1E2VDVYS1o5VjhCN042TTVQNFIzUw=="
EXAMPLE_ID = "ord_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
OrderId = Annotated[str, StringConstraints(pattern=r"^ord_[0-9A-HJKMNP-TV-Z]{26}$")]


class MoneyBody(Body):
    """An amount in the currency's minor unit."""

    amount: int = Field(ge=0, le=MAX_AMOUNT, strict=True, examples=[1250])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])


class WantedBody(Body):
    """Some of one product; the catalog says what it costs."""

    product_id: ProductId = Field(examples=[EXAMPLE_PRODUCT])
    quantity: int = Field(ge=1, le=1000, strict=True, examples=[2])


class ItemBody(Body):
    """Some of one product, at the price it had when it was ordered."""

    product_id: str = Field(examples=[EXAMPLE_PRODUCT])
    quantity: int = Field(examples=[2])
    unit_price: MoneyBody


class PlaceOrder(Body):
    """The items to order."""

    items: list[WantedBody] = Field(min_length=1, max_length=50)


class PlaceOrderHeaders(Schema):
    """The headers of a new order."""

    idempotency_key: str = Field(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        description="Same key and body: same order, however often it is sent",
        examples=["6f6b0a2e"],
    )


class ListOrders(PageQuery):
    """Which orders to list."""

    limit: int = Field(default=20, ge=1, le=100, description="Most orders on one page")
    status: Status | None = Field(default=None, description="Only orders in this status")


class OrderBody(Body):
    """An order."""

    id: OrderId = Field(examples=[EXAMPLE_ID])
    status: Status = Field(examples=["placed"])
    items: list[ItemBody]
    total: MoneyBody = Field(examples=[{"amount": 2500, "currency": "EUR"}])
    placed_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])


class OrderPage(Body):
    """Orders, newest first, and where to go on."""

    items: list[OrderBody]
    next_cursor: str | None = Field(
        default=None, description="Absent on the last page", examples=[EXAMPLE_CURSOR]
    )
