"""Customers, their consent to marketing, and the audit trail of their data."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.personal import Personal

MAX_CONSENTS = 100
"""So many decisions are kept, the newest."""


@dataclass(frozen=True)
class Address:
    """A customer's postal address."""

    street: Personal[str]
    postal_code: Personal[str]
    city: Personal[str]
    country: Personal[str]


@dataclass(frozen=True)
class Profile:
    """A customer's profile."""

    name: Personal[str]
    email: Personal[str]
    language: Personal[str]
    marketing_consent: bool
    phone: Personal[str] | None = None
    address: Address | None = None


@dataclass(frozen=True)
class Consent:
    """A decision on marketing, and when it was made."""

    given: bool
    decided_at: str


@dataclass(frozen=True)
class Erased:
    """The remainder of an erased customer, without personal data."""

    id: str
    erased_at: str
    version: int


@dataclass(frozen=True)
class Customer:
    """A profile of a tenant; people are tenants of their own."""

    id: str
    tenant: str
    profile: Profile
    consents: tuple[Consent, ...]
    created_at: str
    updated_at: str
    version: int = 1

    @property
    def marketing_consent_decided_at(self) -> str:
        """When the customer last made up their mind on marketing."""
        return self.consents[-1].decided_at

    @property
    def revision(self) -> str:
        """The version, distinct from those before an erasure, after which versions begin anew."""
        return f"{self.id}.{self.version}"

    def replace_profile(self, profile: Profile, now: str) -> "Customer":
        """The customer with another profile; a changed consent to marketing is recorded."""
        return replace(
            self,
            profile=profile,
            consents=_decided(self.consents, profile, now),
            updated_at=now,
            version=self.version + 1,
        )

    def erase(self, now: str) -> Erased:
        """The remainder to which the audit trail refers."""
        return Erased(self.id, now, self.version + 1)


def new_customer(customer_id: str, tenant: str, profile: Profile, now: str) -> Customer:
    """A new customer in the first version."""
    return Customer(customer_id, tenant, profile, _decided((), profile, now), now, now)


def _decided(consents: tuple[Consent, ...], profile: Profile, now: str) -> tuple[Consent, ...]:
    if consents and consents[-1].given == profile.marketing_consent:
        return consents
    return (*consents, Consent(profile.marketing_consent, now))[-MAX_CONSENTS:]


class Action(StrEnum):
    """A thing that can be done with a customer's data."""

    CREATED = "created"
    REPLACED = "replaced"
    ERASED = "erased"
    EXPORTED = "exported"
    READ_BY_STAFF = "readByStaff"


@dataclass(frozen=True)
class Actor:
    """Who acted: customers without their subject, which would outlive the erasure."""

    client_id: str
    staff_subject: str | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the audit trail; it has no personal data of the customer, so it may stay."""

    id: str
    customer_id: str
    action: Action
    at: str
    actor: Actor
    reason: str | None = None
