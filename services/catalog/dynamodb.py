"""The catalog in DynamoDB: one table, a partition per product.

pk               sk        index by_category
PRODUCT#prd_…    PRODUCT   category, then id: ids sort by time

The mapping templates beside this file read the same item.
"""

import time
from collections.abc import Callable

from services.catalog.model import Details, Price, Product
from services.catalog.ports import Page, UnknownProductError
from shared.attributes import Attribute, to_attributes
from shared.codecs import Codec, Item
from shared.ids import may_be_id
from shared.tables import NOT_THERE, DynamoClient, LostRaceError, Table
from shared.versions import PreconditionFailedError

PRODUCT = Codec(Product, inline=(Details, Price))
INDEX = "by_category"
UNCHANGED = "version = :before"


class DynamoProducts:
    """The port `Products` in one table."""

    def __init__(
        self, client: DynamoClient, table: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._table = Table(client, table, sleep)

    def add(self, product: Product) -> None:
        """Put the item if there is none; the SDK may have retried a successful put."""
        try:
            self._table.put(_item(product), NOT_THERE)
        except LostRaceError:
            if self.get(product.id) != product:
                raise

    def get(self, product_id: str) -> Product:
        """A consistent read, because changes are based on it."""
        item = self._table.read(_key(product_id)) if may_be_id(product_id) else None
        if item is None:
            raise UnknownProductError
        return PRODUCT.from_item(item)

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        """One batch."""
        ids = [each for each in dict.fromkeys(product_ids) if may_be_id(each)]
        items = self._table.read_several([_key(each) for each in ids]) if ids else []
        products = {product.id: product for product in map(PRODUCT.from_item, items)}
        return tuple(products[each] for each in ids if each in products)

    def save(self, product: Product) -> None:
        """Replace the previous version only."""
        try:
            self._table.put(_item(product), UNCHANGED, before=product.version - 1)
        except LostRaceError as error:
            raise PreconditionFailedError from error

    def remove(self, product: Product) -> None:
        """Delete this version only."""
        try:
            self._table.delete(_key(product.id), UNCHANGED, before=product.version)
        except LostRaceError as error:
            raise PreconditionFailedError from error

    def page(self, category: str, limit: int, position: str | None) -> Page:
        """Query the index."""
        values = {":category": category}
        start = _index_key(position, category) if position else None
        items, more = self._table.page(
            "category = :category", values, limit, start, IndexName=INDEX
        )
        products = tuple(map(PRODUCT.from_item, items))
        return Page(products, products[-1].id if more else None)


def _key(product_id: str) -> dict[str, Attribute]:
    return to_attributes({"pk": f"PRODUCT#{product_id}", "sk": "PRODUCT"})


def _index_key(product_id: str, category: str) -> dict[str, Attribute]:
    """A product's keys in the index and in the table."""
    return _key(product_id) | to_attributes({"category": category, "id": product_id})


def _item(product: Product) -> Item:
    return PRODUCT.to_item(product) | _key(product.id)
