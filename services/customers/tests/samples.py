"""A sample customer for tests."""

from dataclasses import replace
from typing import Any

from services.customers.model import (
    Action,
    Actor,
    Address,
    Consent,
    Customer,
    Entry,
    Profile,
)
from shared.personal import Personal

NOW = "2026-11-24T10:00:00.000Z"
LATER = "2026-11-24T11:00:00.000Z"
ID = "cus_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
PROFILE = Profile(
    name=Personal("Ada Example"),
    email=Personal("ada@example.org"),
    language=Personal("de-DE"),
    marketing_consent=False,
    phone=Personal("+493012345678"),
    address=Address(
        Personal("Beispielstr. 5"), Personal("10115"), Personal("Berlin"), Personal("DE")
    ),
)
CUSTOMER = Customer(ID, "ada", PROFILE, (Consent(given=False, decided_at=NOW),), NOW, NOW)


def agreeing(profile: Profile = PROFILE) -> Profile:
    """A profile with consent to marketing."""
    return replace(profile, marketing_consent=True)


def entry(number: int = 1, **changed: Any) -> Entry:
    """An audit entry; higher numbers are newer."""
    read = Entry(f"aud_{number:05}", ID, Action.CREATED, NOW, Actor("web"))
    return replace(read, **changed)
