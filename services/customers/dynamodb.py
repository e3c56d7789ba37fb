"""Customers in DynamoDB: one table, a partition for each customer and one for each tenant.

pk               sk               what
TENANT#acme      CUSTOMER         the id of the tenant's customer; gone when that is erased
CUSTOMER#cus_…   PROFILE          the customer; once erased only id, version and time, for a year
CUSTOMER#cus_…   AUDIT#aud_…      an entry of the trail, kept for a year; ids sort by time
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from botocore.exceptions import ClientError

from services.customers.model import Actor, Customer, Entry, Erased
from services.customers.ports import CustomerChangedError, Trail
from shared.attributes import Attribute, from_attribute, to_attributes
from shared.codecs import Codec, Item
from shared.transactions import is_lost

CUSTOMER, ERASED, ENTRY = Codec(Customer), Codec(Erased), Codec(Entry, inline=(Actor,))
TRAIL_LIFE_SECONDS = 365 * 24 * 3600
NOT_THERE = "attribute_not_exists(pk)"

Call = Callable[..., Any]


class DynamoClient(Protocol):
    """The operations of boto3's client that this adapter calls."""

    @property
    def transact_write_items(self) -> Call: ...  # noqa: D102
    @property
    def get_item(self) -> Call: ...  # noqa: D102
    @property
    def put_item(self) -> Call: ...  # noqa: D102
    @property
    def query(self) -> Call: ...  # noqa: D102


class DynamoCustomers:
    """The port `Customers` in one table."""

    def __init__(self, client: DynamoClient, table: str) -> None:
        self._client = client
        self._table = table

    def mine(self, tenant: str) -> Customer | None:
        """Two consistent reads: the tenant's pointer, then the customer."""
        pointer = self._read(_pointer_key(tenant))
        return self.find(from_attribute(pointer["customer_id"])) if pointer else None

    def find(self, customer_id: str) -> Customer | None:
        """A consistent read; None for an erased customer."""
        item = self._read(_profile_key(customer_id))
        return CUSTOMER.from_item(item) if item and "erased_at" not in item else None

    def add(self, customer: Customer, entry: Entry) -> None:
        """Pointer, customer and audit entry in one transaction."""
        pointer = _pointer_key(customer.tenant) | to_attributes({"customer_id": customer.id})
        self._write(
            {"Put": self._put(pointer) | {"ConditionExpression": NOT_THERE}},
            {"Put": self._put(_row(customer)) | {"ConditionExpression": NOT_THERE}},
            {"Put": self._put(_line(entry))},
        )

    def save(self, customer: Customer, entry: Entry) -> None:
        """Customer and audit entry in one transaction, over the previous version."""
        self._write(
            {"Put": self._put(_row(customer)) | _over(customer.version - 1)},
            {"Put": self._put(_line(entry))},
        )

    def erase(self, customer: Customer, erased: Erased, entry: Entry) -> None:
        """Replace the customer's item by one without personal data, and delete the pointer."""
        rest = _profile_key(erased.id) | ERASED.to_item(erased) | _until_later(erased.erased_at)
        pointer = {"TableName": self._table, "Key": _pointer_key(customer.tenant)}
        self._write(
            {"Delete": pointer},
            {"Put": self._put(rest) | _over(erased.version - 1)},
            {"Put": self._put(_line(entry))},
        )

    def note(self, entry: Entry) -> None:
        """Put the audit entry; it is on the record when this returns."""
        self._client.put_item(**self._put(_line(entry)))

    def trail(self, customer_id: str, limit: int) -> Trail:
        """Query backwards until there are enough entries or no more."""
        entries: list[Entry] = []
        request = self._newest_first(customer_id, limit + 1)
        while len(entries) <= limit:
            answer = self._client.query(**request)
            entries += map(ENTRY.from_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                break
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return Trail(tuple(entries[:limit]), complete=len(entries) <= limit)

    def _newest_first(self, customer_id: str, limit: int) -> dict[str, Any]:
        values = {":customer": _partition(customer_id), ":entries": "AUDIT#"}
        return {
            "TableName": self._table,
            "KeyConditionExpression": "pk = :customer AND begins_with(sk, :entries)",
            "ExpressionAttributeValues": to_attributes(values),
            "ScanIndexForward": False,
            "ConsistentRead": True,
            "Limit": limit,
        }

    def _read(self, key: Item) -> Item | None:
        answer = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item

    def _put(self, item: Item) -> dict[str, Any]:
        return {"TableName": self._table, "Item": item}

    def _write(self, *parts: dict[str, Any]) -> None:
        try:
            self._client.transact_write_items(TransactItems=list(parts))
        except ClientError as error:
            if not is_lost(error):
                raise
            raise CustomerChangedError from error


def _partition(customer_id: str) -> str:
    return f"CUSTOMER#{customer_id}"


def _pointer_key(tenant: str) -> dict[str, Attribute]:
    return to_attributes({"pk": f"TENANT#{tenant}", "sk": "CUSTOMER"})


def _profile_key(customer_id: str) -> dict[str, Attribute]:
    return to_attributes({"pk": _partition(customer_id), "sk": "PROFILE"})


def _row(customer: Customer) -> Item:
    return CUSTOMER.to_item(customer) | _profile_key(customer.id)


def _line(entry: Entry) -> Item:
    key = {"pk": _partition(entry.customer_id), "sk": f"AUDIT#{entry.id}"}
    return ENTRY.to_item(entry) | to_attributes(key) | _until_later(entry.at)


def _until_later(at: str) -> dict[str, Attribute]:
    """The time to live of an item, after which DynamoDB removes it."""
    expires_at = int(datetime.fromisoformat(at).timestamp()) + TRAIL_LIFE_SECONDS
    return to_attributes({"expires_at": expires_at})


def _over(version: int) -> dict[str, Any]:
    """The condition that this version of an unerased customer is stored."""
    return {
        "ConditionExpression": "version = :before AND attribute_not_exists(erased_at)",
        "ExpressionAttributeValues": to_attributes({":before": version}),
    }
