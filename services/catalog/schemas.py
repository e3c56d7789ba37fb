"""Request and response bodies of the catalog."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints, field_validator
from pydantic.alias_generators import to_camel

from services.catalog.model import Details, Price, Product
from shared.deferred import Deferred

MAX_AMOUNT = 1_000_000_000
MOST_IDS = 25
ID_PATTERN = r"^prd_[0-9A-HJKMNP-TV-Z]{26}$"
EXAMPLE_ID = "prd_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
ProductId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Category = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class Body(Deferred):
    """The base of all bodies: camel case in JSON, and no unknown fields."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class PriceBody(Body):
    """An amount in the currency's minor unit."""

    amount: int = Field(ge=0, le=MAX_AMOUNT, strict=True, examples=[1250])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])


class ProductDetails(Body):
    """A merchant's description of a product."""

    name: str = Field(min_length=1, max_length=120, examples=["Desk lamp"])
    category: Category = Field(examples=["lighting"])
    price: PriceBody
    description: str | None = Field(
        default=None, min_length=1, max_length=2000, examples=["Bends where you need it."]
    )

    def to_details(self) -> Details:
        """The details as the model knows them."""
        price = Price(self.price.amount, self.price.currency)
        return Details(self.name, self.category, price, self.description)


class ProductBody(ProductDetails):
    """A product."""

    id: ProductId = Field(examples=[EXAMPLE_ID])
    updated_at: str = Field(examples=["2026-11-24T10:00:00.000Z"])

    @classmethod
    def of(cls, product: Product) -> "ProductBody":
        """The product as its consumer sees it."""
        details = product.details
        return cls(
            id=product.id,
            name=details.name,
            category=details.category,
            price=PriceBody(amount=details.price.amount, currency=details.price.currency),
            description=details.description,
            updated_at=product.updated_at,
        )


class ProductPage(Body):
    """Products, and where to go on."""

    items: list[ProductBody]
    next_cursor: str | None = Field(
        default=None, description="Absent on the last page", examples=["eyJzayI6InByZF8wMUpER1EifQ"]
    )


class ListProducts(Deferred):
    """Which products to list: a category's, or those with the ids."""

    category: Category | None = Field(default=None, description="All products of this category")
    ids: str | None = Field(
        default=None,
        max_length=800,
        description="These products, as far as they exist: up to 25 ids, with commas between",
        examples=[EXAMPLE_ID],
    )
    limit: int = Field(default=20, ge=1, le=100, description="Most products on one page")
    cursor: str = Field(default="", max_length=1024, description="nextCursor of the page before")

    @field_validator("ids")
    @classmethod
    def _few(cls, ids: str | None) -> str | None:
        if ids is not None and len(ids.split(",")) > MOST_IDS:
            raise ValueError(f"At most {MOST_IDS} ids at once")
        return ids
