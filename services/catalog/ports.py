"""The catalog's ports."""

from dataclasses import dataclass
from typing import Protocol

from services.catalog.model import Product


class UnknownProductError(Exception):
    """There is no such product."""

    def __init__(self) -> None:
        super().__init__("There is no such product.")


@dataclass(frozen=True)
class Page:
    """Products, and the last one's id if more follow."""

    products: tuple[Product, ...]
    next_position: str | None


class Products(Protocol):
    """All products."""

    def add(self, product: Product) -> None:
        """Store a new product; repeating it changes nothing."""

    def get(self, product_id: str) -> Product:
        """The current product; UnknownProductError."""

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        """The existing products with these ids, in the order of the ids."""

    def save(self, product: Product) -> None:
        """Store a changed product; PreconditionFailedError unless it replaces its last version."""

    def remove(self, product: Product) -> None:
        """Remove the product; PreconditionFailedError unless this version is stored."""

    def page(self, category: str, limit: int, position: str | None) -> Page:
        """The category's products, oldest first, after the one with this id."""
