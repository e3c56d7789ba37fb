"""The customers' use cases."""

from dataclasses import dataclass

from services.customers.model import Action, Actor, Customer, Entry, Profile, new_customer
from services.customers.ports import Customers, NoProfileError, Trail, UnknownCustomerError
from shared.ids import is_id, new_id
from shared.times import Clock, timestamp, utc_now
from shared.versions import Expectation

MAX_EXPORTED_ENTRIES = 10_000
"""An export of so many stays below what Lambda may answer, 6 MB."""


@dataclass(frozen=True)
class Caller:
    """The tenant that a request is for, and the actor in the audit trail."""

    tenant: str
    actor: Actor


@dataclass(frozen=True)
class Visit:
    """A staff member, the case, and the tenant whose customers may be seen; None for all."""

    actor: Actor
    reason: str
    tenant: str | None


@dataclass(frozen=True)
class Export:
    """All stored data about a customer."""

    customer: Customer
    trail: Trail
    exported_at: str


def read_profile(tenant: str, customers: Customers) -> Customer:
    """The tenant's customer."""
    customer = customers.mine(tenant)
    if customer is None:
        raise NoProfileError
    return customer


def put_profile(
    profile: Profile,
    caller: Caller,
    expected: Expectation[str],
    customers: Customers,
    now: Clock = utc_now,
) -> Customer:
    """Create the caller's customer, or replace its profile in an expected version."""
    current, moment = customers.mine(caller.tenant), now()
    expected.check(current.revision if current else None)
    at = timestamp(moment)
    if current is None:
        customer = new_customer(new_id("cus", moment.timestamp), caller.tenant, profile, at)
        customers.add(customer, _entry(customer.id, Action.CREATED, caller.actor, at))
        return customer
    changed = current.replace_profile(profile, at)
    customers.save(changed, _entry(changed.id, Action.REPLACED, caller.actor, at))
    return changed


def erase_profile(
    caller: Caller, expected: Expectation[str], customers: Customers, now: Clock = utc_now
) -> None:
    """Erase the caller's customer; the audit trail stays, without personal data."""
    current, at = read_profile(caller.tenant, customers), timestamp(now())
    expected.check(current.revision)
    entry = _entry(current.id, Action.ERASED, caller.actor, at)
    customers.erase(current, current.erase(at), entry)


def export_profile(caller: Caller, customers: Customers, now: Clock = utc_now) -> Export:
    """All data about the caller's customer, with this export in the audit trail."""
    current, at = read_profile(caller.tenant, customers), timestamp(now())
    customers.note(_entry(current.id, Action.EXPORTED, caller.actor, at))
    return Export(current, customers.trail(current.id, MAX_EXPORTED_ENTRIES), at)


def inspect_customer(
    customer_id: str, visit: Visit, customers: Customers, now: Clock = utc_now
) -> Customer:
    """A customer, for staff; the access is recorded before the customer is returned."""
    customer = customers.find(customer_id) if is_id("cus", customer_id) else None
    if customer is None or visit.tenant not in {None, customer.tenant}:
        raise UnknownCustomerError
    at = timestamp(now())
    customers.note(_entry(customer.id, Action.READ_BY_STAFF, visit.actor, at, visit.reason))
    return customer


def _entry(
    customer_id: str, action: Action, actor: Actor, at: str, reason: str | None = None
) -> Entry:
    return Entry(new_id("aud"), customer_id, action, at, actor, reason)
