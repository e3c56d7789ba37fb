"""The catalog in DynamoDB: one table, a partition per product.

pk               sk        index by_category
PRODUCT#prd_…    PRODUCT   category, then id: ids sort by time

The mapping templates beside this file read the same item.
"""

import random
import time
from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import ClientError

from services.catalog.model import Details, Price, Product
from services.catalog.ports import Page, UnknownProductError
from shared.attributes import Attribute, to_attribute, to_attributes
from shared.codecs import Codec, Item
from shared.ids import may_be_id
from shared.versions import PreconditionFailedError

PRODUCT = Codec(Product, inline=(Details, Price))
INDEX = "by_category"
ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.05

Call = Callable[..., Any]


class DynamoClient(Protocol):
    """The calls of boto3's client that this adapter makes."""

    @property
    def batch_get_item(self) -> Call: ...  # noqa: D102
    @property
    def delete_item(self) -> Call: ...  # noqa: D102
    @property
    def get_item(self) -> Call: ...  # noqa: D102
    @property
    def put_item(self) -> Call: ...  # noqa: D102
    @property
    def query(self) -> Call: ...  # noqa: D102


class StillUnprocessedError(Exception):
    """DynamoDB left keys of a batch unread, however often it was asked."""


class DynamoProducts:
    """The port `Products` over one table."""

    def __init__(
        self, client: DynamoClient, table: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def add(self, product: Product) -> None:
        """Put it where nothing is; the client may have done so already and asked again."""
        try:
            self._client.put_item(
                TableName=self._table,
                Item=_item(product),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except ClientError as error:
            if _code(error) != "ConditionalCheckFailedException" or self.get(product.id) != product:
                raise

    def get(self, product_id: str) -> Product:
        """Read consistently: a change begins with what is true now."""
        if not may_be_id(product_id):
            raise UnknownProductError
        answer = self._client.get_item(
            TableName=self._table, Key=_key(product_id), ConsistentRead=True
        )
        if "Item" not in answer:
            raise UnknownProductError
        return PRODUCT.from_item(answer["Item"])

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        """One batch; what DynamoDB leaves for later is asked for again, after longer and longer."""
        keys = [_key(each) for each in dict.fromkeys(product_ids) if may_be_id(each)]
        if not keys:
            return ()
        wanted = {self._table: {"Keys": keys}}
        known: dict[str, Product] = {}
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - no secret
            answer = self._client.batch_get_item(RequestItems=wanted)
            for product in map(PRODUCT.from_item, answer["Responses"].get(self._table, [])):
                known[product.id] = product
            wanted = answer.get("UnprocessedKeys") or {}
            if not wanted:
                return tuple(known[each] for each in dict.fromkeys(product_ids) if each in known)
        raise StillUnprocessedError(f"{wanted} after {ATTEMPTS} attempts")

    def save(self, product: Product) -> None:
        """Replace the version before this one, and no other."""
        self._conditionally(
            self._client.put_item, product.version - 1, TableName=self._table, Item=_item(product)
        )

    def remove(self, product: Product) -> None:
        """Delete this version, and no other."""
        self._conditionally(
            self._client.delete_item,
            product.version,
            TableName=self._table,
            Key=_key(product.id),
        )

    def page(self, category: str, limit: int, position: str | None) -> Page:
        """Query the index; one more than asked for tells whether there is a next page."""
        request: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": INDEX,
            "KeyConditionExpression": "category = :category",
            "ExpressionAttributeValues": {":category": to_attribute(category)},
            "Limit": limit + 1,
        }
        if position:
            request["ExclusiveStartKey"] = _index_key(position, category)
        answer = self._client.query(**request)
        products = tuple(map(PRODUCT.from_item, answer["Items"]))
        shown = products[:limit]
        # DynamoDB ends a page early after 1 MB.
        more = len(products) > limit or "LastEvaluatedKey" in answer
        return Page(shown, shown[-1].id if more else None)

    def _conditionally(self, call: Call, version: int, **request: Any) -> None:
        try:
            call(
                **request,
                ConditionExpression="version = :before",
                ExpressionAttributeValues={":before": to_attribute(version)},
            )
        except ClientError as error:
            if _code(error) != "ConditionalCheckFailedException":
                raise
            raise PreconditionFailedError from error


def _code(error: ClientError) -> str:
    return str(error.response["Error"]["Code"])


def _key(product_id: str) -> dict[str, Attribute]:
    return to_attributes({"pk": f"PRODUCT#{product_id}", "sk": "PRODUCT"})


def _index_key(product_id: str, category: str) -> dict[str, Attribute]:
    """A product's place in the index: the keys of the index and of the table."""
    return _key(product_id) | to_attributes({"category": category, "id": product_id})


def _item(product: Product) -> Item:
    return PRODUCT.to_item(product) | _key(product.id)
