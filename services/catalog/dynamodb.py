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
    """The operations of boto3's client that this adapter calls."""

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
    """DynamoDB left keys of a batch unprocessed in every attempt."""


class DynamoProducts:
    """The port `Products` in one table."""

    def __init__(
        self, client: DynamoClient, table: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def add(self, product: Product) -> None:
        """Put the item if there is none; the SDK may have retried a successful put."""
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
        """A consistent read, because changes are based on it."""
        if not may_be_id(product_id):
            raise UnknownProductError
        answer = self._client.get_item(
            TableName=self._table, Key=_key(product_id), ConsistentRead=True
        )
        if "Item" not in answer:
            raise UnknownProductError
        return PRODUCT.from_item(answer["Item"])

    def several(self, product_ids: tuple[str, ...]) -> tuple[Product, ...]:
        """BatchGetItem; unprocessed keys are requested again after growing pauses."""
        keys = [_key(each) for each in dict.fromkeys(product_ids) if may_be_id(each)]
        if not keys:
            return ()
        unprocessed = {self._table: {"Keys": keys}}
        known: dict[str, Product] = {}
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - no secret
            answer = self._client.batch_get_item(RequestItems=unprocessed)
            for product in map(PRODUCT.from_item, answer["Responses"].get(self._table, [])):
                known[product.id] = product
            unprocessed = answer.get("UnprocessedKeys") or {}
            if not unprocessed:
                return tuple(known[each] for each in dict.fromkeys(product_ids) if each in known)
        raise StillUnprocessedError(f"{unprocessed} after {ATTEMPTS} attempts")

    def save(self, product: Product) -> None:
        """Replace the previous version only."""
        self._conditionally(
            self._client.put_item, product.version - 1, TableName=self._table, Item=_item(product)
        )

    def remove(self, product: Product) -> None:
        """Delete this version only."""
        self._conditionally(
            self._client.delete_item,
            product.version,
            TableName=self._table,
            Key=_key(product.id),
        )

    def page(self, category: str, limit: int, position: str | None) -> Page:
        """Query the index for one item more than the limit, which tells whether a page follows."""
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
        visible = products[:limit]
        # DynamoDB ends a page early after 1 MB.
        more = len(products) > limit or "LastEvaluatedKey" in answer
        return Page(visible, visible[-1].id if more else None)

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
    """A product's keys in the index and in the table."""
    return _key(product_id) | to_attributes({"category": category, "id": product_id})


def _item(product: Product) -> Item:
    return PRODUCT.to_item(product) | _key(product.id)
