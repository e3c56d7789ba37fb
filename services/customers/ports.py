"""Ports of customers: everything that it needs from outside."""

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
    """The customer was made, changed or erased by another request meanwhile."""

    def __init__(self) -> None:
        super().__init__("Your profile was changed meanwhile; read it again, then repeat.")


@dataclass(frozen=True)
class Trail:
    """Entries about a customer, newest first; not complete when there were more than asked for."""

    entries: tuple[Entry, ...]
    complete: bool


class Customers(Protocol):
    """The customers of all tenants. Each change is kept together with its entry, or not at all."""

    def mine(self, tenant: str) -> Customer | None:
        """The tenant's customer, if there is one."""

    def find(self, customer_id: str) -> Customer | None:
        """The customer with this id, whoever's it is; None once it is erased."""

    def add(self, customer: Customer, entry: Entry) -> None:
        """Keep a new customer; CustomerChangedError when the tenant has one."""

    def save(self, customer: Customer, entry: Entry) -> None:
        """Keep a changed customer; CustomerChangedError unless it is the next version."""

    def erase(self, customer: Customer, erased: Erased, entry: Entry) -> None:
        """Leave only `erased`; CustomerChangedError unless it is the customer's next version."""

    def note(self, entry: Entry) -> None:
        """Keep an entry about something that changed nothing."""

    def trail(self, customer_id: str, limit: int) -> Trail:
        """The newest entries about the customer."""
