"""Customers, what they agreed to, and the trail of who did what with their data."""

from dataclasses import dataclass, replace
from enum import StrEnum

from shared.personal import Personal

MAX_CONSENTS = 100
"""So many decisions are kept, the newest."""


@dataclass(frozen=True)
class Address:
    """Where post reaches a customer."""

    street: Personal[str]
    postal_code: Personal[str]
    city: Personal[str]
    country: Personal[str]


@dataclass(frozen=True)
class Profile:
    """Everything that a customer tells about themselves."""

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
    """The remains of a customer: nothing that tells who they were."""

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
        """The version, told from that of an erased customer, after which versions begin anew."""
        return f"{self.id}.{self.version}"

    def replace_profile(self, profile: Profile, now: str) -> "Customer":
        """The customer with another profile; a changed mind on marketing is remembered."""
        return replace(
            self,
            profile=profile,
            consents=_decided(self.consents, profile, now),
            updated_at=now,
            version=self.version + 1,
        )

    def erase(self, now: str) -> Erased:
        """The remains, so that the audit trail has something to be about."""
        return Erased(self.id, now, self.version + 1)


def new_customer(customer_id: str, tenant: str, profile: Profile, now: str) -> Customer:
    """A customer who was not there before."""
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
    """Who did it: customers without their subject, which would outlive the erasure."""

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
