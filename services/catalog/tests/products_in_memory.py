"""The port `Products` in memory."""

from services.catalog.model import Product
from services.catalog.ports import Page, UnknownProductError
from shared.versions import PreconditionFailedError


class InMemoryProducts:
    """Products by id."""

    def __init__(self, *products: Product) -> None:
        self._products = {product.id: product for product in products}

    def add(self, product: Product) -> None:
        self._products[product.id] = product

    def get(self, product_id: str) -> Product:
        if product_id not in self._products:
            raise UnknownProductError
        return self._products[product_id]

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        return tuple(
            self._products[each] for each in dict.fromkeys(product_ids) if each in self._products
        )

    def save(self, product: Product) -> None:
        before = self._products.get(product.id)
        if before is None or before.version != product.version - 1:
            raise PreconditionFailedError
        self._products[product.id] = product

    def remove(self, product: Product) -> None:
        before = self._products.get(product.id)
        if before is None or before.version != product.version:
            raise PreconditionFailedError
        del self._products[product.id]

    def page(self, category: str, limit: int, position: str | None) -> Page:
        after = position or ""
        matches = sorted(
            (
                each
                for each in self._products.values()
                if each.details.category == category and each.id > after
            ),
            key=lambda each: each.id,
        )
        products = tuple(matches[:limit])
        more = len(matches) > limit
        return Page(products, products[-1].id if more else None)
