"""The customers' ports."""

from dataclasses import dataclass
from typing import Protocol

from services.customers.model import Customer, Entry, Erased


class NoProfileError(Exception):
    """The caller has no profile."""

    def __init__(self) -> None:
        super().__init__("You have no profile; make one with PUT /customers/me.")


class UnknownCustomerError(Exception):
    """There is no such customer that the caller may see."""

    def __init__(self) -> None:
        super().__init__("There is no such customer.")


class CustomerChangedError(Exception):
    """Another request created, changed or erased the customer meanwhile."""

    def __init__(self) -> None:
        super().__init__("Your profile was changed meanwhile; read it again, then repeat.")


@dataclass(frozen=True)
class Trail:
    """Audit entries of a customer, newest first; incomplete when there are more than the limit."""

    entries: tuple[Entry, ...]
    complete: bool


class Customers(Protocol):
    """The customers of all tenants; a change is stored with its audit entry, or not at all."""

    def mine(self, tenant: str) -> Customer | None:
        """The tenant's customer; None without one."""

    def find(self, customer_id: str) -> Customer | None:
        """The customer with this id, of any tenant; None once erased."""

    def add(self, customer: Customer, entry: Entry) -> None:
        """Store a new customer; CustomerChangedError when the tenant has one."""

    def save(self, customer: Customer, entry: Entry) -> None:
        """Store a changed customer; CustomerChangedError unless it is the next version."""

    def erase(self, customer: Customer, erased: Erased, entry: Entry) -> None:
        """Store only `erased`; CustomerChangedError unless it is the customer's next version."""

    def note(self, entry: Entry) -> None:
        """Store an audit entry about an access without a change."""

    def trail(self, customer_id: str, limit: int) -> Trail:
        """The newest audit entries of the customer."""
