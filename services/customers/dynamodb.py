"""Customers in DynamoDB: one table, a partition for each customer and one for each tenant.

pk               sk               what
TENANT#acme      CUSTOMER         the id of the tenant's customer; gone when that is erased
CUSTOMER#cus_…   PROFILE          the customer; once erased only id, version and time, for a year
CUSTOMER#cus_…   AUDIT#aud_…      an entry of the trail, kept for a year; ids sort by time
"""

from datetime import datetime

from services.customers.model import Actor, Customer, Entry, Erased
from services.customers.ports import CustomerChangedError, Trail
from shared.attributes import Attribute, from_attribute, to_attributes
from shared.codecs import Codec, Item
from shared.tables import NOT_THERE, DynamoClient, LostRaceError, Request, Table

CUSTOMER, ERASED, ENTRY = Codec(Customer), Codec(Erased), Codec(Entry, inline=(Actor,))
TRAIL_LIFE_SECONDS = 365 * 24 * 3600
# Only over this version of a customer who is there.
UNCHANGED = "version = :before AND attribute_not_exists(erased_at)"
ENTRIES_OF = "pk = :customer AND begins_with(sk, :entries)"


class DynamoCustomers:
    """The port `Customers` in one table."""

    def __init__(self, client: DynamoClient, table: str) -> None:
        self._table = Table(client, table)

    def mine(self, tenant: str) -> Customer | None:
        """The tenant's customer, by its pointer of a moment ago, or of now where that has none."""
        # A pointer changes only when its customer is erased: no old one leads to another who lives.
        return self._led(tenant, consistent=False) or self._led(tenant, consistent=True)

    def find(self, customer_id: str) -> Customer | None:
        """A consistent read; None for an erased customer."""
        item = self._table.read(_profile_key(customer_id))
        return CUSTOMER.from_item(item) if item and "erased_at" not in item else None

    def add(self, customer: Customer, entry: Entry) -> None:
        """Pointer, customer and audit entry in one transaction."""
        pointer = _pointer_key(customer.tenant) | to_attributes({"customer_id": customer.id})
        self._write(
            self._table.putting(pointer, NOT_THERE),
            self._table.putting(_row(customer), NOT_THERE),
            self._table.putting(_line(entry)),
        )

    def save(self, customer: Customer, entry: Entry) -> None:
        """Customer and audit entry in one transaction, over the previous version."""
        self._write(
            self._table.putting(_row(customer), UNCHANGED, before=customer.version - 1),
            self._table.putting(_line(entry)),
        )

    def erase(self, customer: Customer, erased: Erased, entry: Entry) -> None:
        """Replace the customer's item by one without personal data, and delete the pointer."""
        rest = _profile_key(erased.id) | ERASED.to_item(erased) | _until_later(erased.erased_at)
        self._write(
            self._table.deleting(_pointer_key(customer.tenant)),
            self._table.putting(rest, UNCHANGED, before=erased.version - 1),
            self._table.putting(_line(entry)),
        )

    def note(self, entry: Entry) -> None:
        """Put the audit entry; it is on the record when this returns."""
        self._table.put(_line(entry))

    def trail(self, customer_id: str, limit: int) -> Trail:
        """Query backwards until there are enough entries or no more."""
        values = {":customer": _partition(customer_id), ":entries": "AUDIT#"}
        newest = {"ScanIndexForward": False, "ConsistentRead": True}
        entries, more = list[Entry](), True
        while more and len(entries) < limit:
            start = _entry_key(entries[-1]) if entries else None
            left = limit - len(entries)
            items, more = self._table.page(ENTRIES_OF, values, left, start, **newest)
            entries += map(ENTRY.from_item, items)
        return Trail(tuple(entries), complete=not more)

    def _led(self, tenant: str, *, consistent: bool) -> Customer | None:
        pointer = self._table.read(_pointer_key(tenant), consistent=consistent)
        return self.find(from_attribute(pointer["customer_id"])) if pointer else None

    def _write(self, *parts: Request) -> None:
        try:
            self._table.transact(*parts)
        except LostRaceError as error:
            raise CustomerChangedError from error


def _partition(customer_id: str) -> str:
    return f"CUSTOMER#{customer_id}"


def _pointer_key(tenant: str) -> dict[str, Attribute]:
    return to_attributes({"pk": f"TENANT#{tenant}", "sk": "CUSTOMER"})


def _profile_key(customer_id: str) -> dict[str, Attribute]:
    return to_attributes({"pk": _partition(customer_id), "sk": "PROFILE"})


def _row(customer: Customer) -> Item:
    return CUSTOMER.to_item(customer) | _profile_key(customer.id)


def _entry_key(entry: Entry) -> dict[str, Attribute]:
    return to_attributes({"pk": _partition(entry.customer_id), "sk": f"AUDIT#{entry.id}"})


def _line(entry: Entry) -> Item:
    return ENTRY.to_item(entry) | _entry_key(entry) | _until_later(entry.at)


def _until_later(at: str) -> dict[str, Attribute]:
    """The time to live of an item, after which DynamoDB removes it."""
    expires_at = int(datetime.fromisoformat(at).timestamp()) + TRAIL_LIFE_SECONDS
    return to_attributes({"expires_at": expires_at})
