"""One table of DynamoDB: reads, conditional writes, transactions and pages."""

import random
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from botocore.exceptions import ClientError

from shared.attributes import to_attributes
from shared.codecs import Item

type Call = Callable[..., Any]
type Request = dict[str, Any]

NOT_THERE = "attribute_not_exists(pk)"
# Of a transaction's parts: its own condition did not hold, or another transaction was at it.
LOST = {"ConditionalCheckFailed", "TransactionConflict"}
ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 0.05


class DynamoClient(Protocol):
    """The calls of botocore's client that a table makes."""

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
    @property
    def transact_write_items(self) -> Call: ...  # noqa: D102


class LostRaceError(Exception):
    """Another write was first: the condition of this one does not hold."""


class StillUnprocessedError(Exception):
    """DynamoDB left keys of a batch unread, however often it was asked."""


class Items(NamedTuple):
    """Items of one query, and whether more follow."""

    items: list[Item]
    more: bool


class Table:
    """A table with the keys `pk` and `sk`; reads of one item are consistent, pages are not."""

    def __init__(
        self, client: DynamoClient, name: str, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._name = name
        self._sleep = sleep

    def read(self, key: Item, *, consistent: bool = True) -> Item | None:
        """The item with this key; else as it was a moment ago, for half of the units."""
        answer = self._client.get_item(TableName=self._name, Key=key, ConsistentRead=consistent)
        item: Item | None = answer.get("Item")
        return item

    def read_several(self, keys: list[Item]) -> list[Item]:
        """A batch in any order; keys that DynamoDB leaves are asked for after longer pauses."""
        request, items = {self._name: {"Keys": keys}}, list[Item]()
        for attempt in range(ATTEMPTS):
            if attempt:
                self._sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))  # noqa: S311 - no secret
            answer = self._client.batch_get_item(RequestItems=request)
            items += answer["Responses"].get(self._name, [])
            request = answer.get("UnprocessedKeys") or {}
            if not request:
                return items
        raise StillUnprocessedError(f"{request} after {ATTEMPTS} attempts")

    def page(
        self, condition: str, values: Mapping[str, Any], limit: int, start: Item | None, **more: Any
    ) -> Items:
        """The first items that the condition on the keys holds for, from the start on."""
        if start:
            more["ExclusiveStartKey"] = start
        answer = self._client.query(
            TableName=self._name,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=to_attributes(values),
            Limit=limit + 1,  # one more than asked for tells whether there is another
            **more,
        )
        items = answer["Items"]
        # DynamoDB ends a page early after 1 MB.
        return Items(items[:limit], len(items) > limit or "LastEvaluatedKey" in answer)

    def put(self, item: Item, condition: str = "", **values: Any) -> None:
        """Write the item where the condition holds; LostRaceError where it does not."""
        self._conditionally(self._client.put_item, self.putting(item, condition, **values)["Put"])

    def delete(self, key: Item, condition: str, **values: Any) -> None:
        """Delete the item where the condition holds; LostRaceError where it does not."""
        request = {"TableName": self._name, "Key": key} | _condition(condition, values)
        self._conditionally(self._client.delete_item, request)

    def transact(self, *parts: Request) -> None:
        """All parts or none; LostRaceError when a condition fails or another transaction is on."""
        try:
            self._client.transact_write_items(TransactItems=list(parts))
        except ClientError as error:
            reasons = error.response.get("CancellationReasons", [])
            # A transaction is also cancelled for want of throughput.
            if not LOST & {reason.get("Code") for reason in reasons}:
                raise
            raise LostRaceError from error

    def putting(self, item: Item, condition: str = "", **values: Any) -> Request:
        """The part of a transaction that puts the item."""
        return {"Put": {"TableName": self._name, "Item": item} | _condition(condition, values)}

    def deleting(self, key: Item, condition: str = "", **values: Any) -> Request:
        """The part of a transaction that deletes the item."""
        return {"Delete": {"TableName": self._name, "Key": key} | _condition(condition, values)}

    def _conditionally(self, call: Call, request: Request) -> None:
        try:
            call(**request, ReturnValuesOnConditionCheckFailure="ALL_OLD")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            if not _is_done(error.response, request):
                raise LostRaceError from error


def _is_done(refusal: Mapping[str, Any], request: Request) -> bool:
    """Whether botocore's earlier attempt did it, and its answer was lost on the way.

    Then there is exactly what was to be written; and nothing, where it was to be deleted.
    """
    repeated = refusal["ResponseMetadata"]["RetryAttempts"] > 0
    return repeated and refusal.get("Item") == request.get("Item")


def _condition(condition: str, values: Mapping[str, Any]) -> Request:
    """The condition of a write, with its values: `before=3` is `:before`."""
    if not condition:
        return {}
    if not values:
        return {"ConditionExpression": condition}
    named = to_attributes({f":{name}": value for name, value in values.items()})
    return {"ConditionExpression": condition, "ExpressionAttributeValues": named}
