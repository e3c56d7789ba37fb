"""Request and response bodies of the catalog."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from shared.schema import Schema
from shared.schema.bodies import Body

MAX_AMOUNT = 1_000_000_000
MOST_IDS = 25
ID_PATTERN = r"^prd_[0-9A-HJKMNP-TV-Z]{26}$"
EXAMPLE_CURSOR = "mLvClt7XGsxLiTKaTeEg1HByZF8wMUpER1E2VDVYS1o5VjhCN042TTVQNFIzUw=="
EXAMPLE_ID = "prd_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
ProductId = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Category = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]


class PriceBody(Body):
    """An amount in the currency's minor unit."""

    amount: int = Field(ge=0, le=MAX_AMOUNT, strict=True, examples=[1250])
    currency: str = Field(pattern="^[A-Z]{3}$", examples=["EUR"])


class ProductDetails(Body):
    """A product as its merchant describes it."""

    name: str = Field(min_length=1, max_length=120, examples=["Desk lamp"])
    category: Category = Field(examples=["lighting"])
    price: PriceBody
    description: str | None = Field(
        default=None, min_length=1, max_length=2000, examples=["Bends where you need it."]
    )


class ProductBody(ProductDetails):
    """A product."""

    id: ProductId = Field(examples=[EXAMPLE_ID])
    updated_at: str = Field(examples=["2026-11-24T10:00:00.000Z"])


class ProductPage(Body):
    """Products, and where to go on."""

    items: list[ProductBody]
    next_cursor: str | None = Field(
        default=None, description="Absent on the last page", examples=[EXAMPLE_CURSOR]
    )


class ListProducts(Schema):
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
