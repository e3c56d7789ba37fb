"""Ports of the catalog: everything that it needs from outside."""

from dataclasses import dataclass
from typing import Protocol

from services.catalog.model import Product


class UnknownProductError(Exception):
    """There is no such product."""

    def __init__(self) -> None:
        super().__init__("There is no such product.")


@dataclass(frozen=True)
class Page:
    """Some products, and the id of the last one where more follow."""

    products: tuple[Product, ...]
    next_position: str | None


class Products(Protocol):
    """All products."""

    def add(self, product: Product) -> None:
        """Keep a new product; once more is as good as once."""

    def get(self, product_id: str) -> Product:
        """The product as it is now; UnknownProductError."""

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        """The products with these ids, as far as there are such, in the order of the ids."""

    def save(self, product: Product) -> None:
        """Keep a changed product; PreconditionFailedError unless its former version is kept."""

    def remove(self, product: Product) -> None:
        """Take the product away; PreconditionFailedError unless this version is kept."""

    def page(self, category: str, limit: int, position: str | None) -> Page:
        """The category's products, oldest first, those after the product with this id."""
