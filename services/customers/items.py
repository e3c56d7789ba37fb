"""Customers and entries as items of the table, and back."""

from typing import Any

from services.customers.model import (
    Action,
    Actor,
    Address,
    Consent,
    Customer,
    Entry,
    Erased,
    Profile,
)
from shared.personal import Personal

Item = dict[str, Any]


def customer_item(customer: Customer) -> Item:
    """The whole customer; an erased one has none of these but id and version."""
    return {
        "id": customer.id,
        "tenant": customer.tenant,
        "version": customer.version,
        "created_at": customer.created_at,
        "updated_at": customer.updated_at,
        "profile": _profile_item(customer.profile),
        "consents": [
            {"given": each.given, "decided_at": each.decided_at} for each in customer.consents
        ],
    }


def erased_item(erased: Erased) -> Item:
    """What is left of a customer."""
    return {"id": erased.id, "version": erased.version, "erased_at": erased.erased_at}


def entry_item(entry: Entry) -> Item:
    """An entry; what does not apply is left out."""
    item = {
        "id": entry.id,
        "customer_id": entry.customer_id,
        "action": entry.action.value,
        "at": entry.at,
        "client_id": entry.actor.client_id,
        "staff_subject": entry.actor.staff_subject,
        "reason": entry.reason,
    }
    return {name: value for name, value in item.items() if value is not None}


def customer_of(item: Item) -> Customer:
    """The customer that the item holds."""
    return Customer(
        id=item["id"],
        tenant=item["tenant"],
        profile=_profile(item["profile"]),
        consents=tuple(Consent(each["given"], each["decided_at"]) for each in item["consents"]),
        created_at=item["created_at"],
        updated_at=item["updated_at"],
        version=item["version"],
    )


def entry_of(item: Item) -> Entry:
    """The entry that the item holds."""
    return Entry(
        id=item["id"],
        customer_id=item["customer_id"],
        action=Action(item["action"]),
        at=item["at"],
        actor=Actor(item["client_id"], item.get("staff_subject")),
        reason=item.get("reason"),
    )


def _profile_item(profile: Profile) -> Item:
    address = profile.address
    return {
        "name": profile.name.reveal(),
        "email": profile.email.reveal(),
        "language": profile.language.reveal(),
        "marketing_consent": profile.marketing_consent,
        "phone": profile.phone and profile.phone.reveal(),
        "address": address
        and {
            "street": address.street.reveal(),
            "postal_code": address.postal_code.reveal(),
            "city": address.city.reveal(),
            "country": address.country.reveal(),
        },
    }


def _profile(item: Item) -> Profile:
    address = item["address"]
    return Profile(
        name=Personal(item["name"]),
        email=Personal(item["email"]),
        language=Personal(item["language"]),
        marketing_consent=item["marketing_consent"],
        phone=Personal(item["phone"]) if item["phone"] else None,
        address=Address(**{name: Personal(value) for name, value in address.items()})
        if address
        else None,
    )
