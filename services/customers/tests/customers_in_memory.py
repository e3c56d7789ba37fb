"""The port `Customers` in memory; the DynamoDB adapter keeps the same contract."""

from services.customers.model import Customer, Entry, Erased
from services.customers.ports import CustomerChangedError, Trail


class InMemoryCustomers:
    """Customers by tenant, tombstones of erased ones, and audit entries in order."""

    def __init__(self, *customers: Customer) -> None:
        self._customers = {customer.tenant: customer for customer in customers}
        self.erased: list[Erased] = []
        self.entries: list[Entry] = []

    def mine(self, tenant: str) -> Customer | None:
        return self._customers.get(tenant)

    def find(self, customer_id: str) -> Customer | None:
        return next((each for each in self._customers.values() if each.id == customer_id), None)

    def add(self, customer: Customer, entry: Entry) -> None:
        if customer.tenant in self._customers:
            raise CustomerChangedError
        self._keep(customer, entry)

    def save(self, customer: Customer, entry: Entry) -> None:
        self._check(customer.id, customer.version)
        self._keep(customer, entry)

    def erase(self, customer: Customer, erased: Erased, entry: Entry) -> None:
        self._check(erased.id, erased.version)
        del self._customers[customer.tenant]
        self.erased.append(erased)
        self.entries.append(entry)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)

    def trail(self, customer_id: str, limit: int) -> Trail:
        entries = [entry for entry in self.entries if entry.customer_id == customer_id]
        newest = sorted(entries, key=lambda entry: entry.id, reverse=True)
        return Trail(tuple(newest[:limit]), complete=len(newest) <= limit)

    def _keep(self, customer: Customer, entry: Entry) -> None:
        self._customers[customer.tenant] = customer
        self.entries.append(entry)

    def _check(self, customer_id: str, version: int) -> None:
        before = self.find(customer_id)
        if before is None or before.version != version - 1:
            raise CustomerChangedError
