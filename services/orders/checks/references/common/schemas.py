"""Bodies of the reference, with the same fields and limits as those of `orders`."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class Body(BaseModel):
    """Camel case in JSON, and no unknown fields."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Money(Body):
    """An amount in the currency's minor unit."""

    amount: int = Field(ge=0, le=1_000_000_000, strict=True)
    currency: str = Field(pattern="^[A-Z]{3}$")


class Item(Body):
    """A quantity of one product."""

    product_id: str = Field(min_length=1, max_length=64)
    quantity: int = Field(ge=1, le=1000, strict=True)
    unit_price: Money


class PlaceOrder(Body):
    """The body of a new order."""

    items: list[Item] = Field(min_length=1, max_length=50)


class Order(Body):
    """An order."""

    id: str
    status: str
    items: list[Item]
    total: Money
    placed_at: datetime
