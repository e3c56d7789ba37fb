"""Request and response bodies of customers."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from services.customers.fields import City, Country, Email, Language, Line, Phone, PostalCode
from services.customers.model import Action
from services.customers.use_cases import Export
from shared.schema import Schema
from shared.schema.bodies import Body

EXAMPLE_ID = "cus_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
CustomerId = Annotated[str, StringConstraints(pattern=r"^cus_[0-9A-HJKMNP-TV-Z]{26}$")]


class AddressBody(Body):
    """Where post reaches you."""

    street: Line = Field(examples=["Beispielstr. 5"])
    postal_code: PostalCode = Field(examples=["10115"])
    city: City = Field(examples=["Berlin"])
    country: Country = Field(description="ISO 3166-1, two letters", examples=["DE"])


class ProfileBody(Body):
    """A customer's profile."""

    name: Line = Field(examples=["Ada Example"])
    email: Email = Field(examples=["ada@example.org"])
    language: Language = Field(description="BCP 47", examples=["de-DE"])
    marketing_consent: bool = Field(
        strict=True, description="Whether marketing may reach you", examples=[False]
    )
    phone: Phone | None = Field(default=None, description="E.164", examples=["+493012345678"])
    address: AddressBody | None = Field(
        default=None,
        examples=[
            {
                "street": "Beispielstr. 5",
                "postalCode": "10115",
                "city": "Berlin",
                "country": "DE",
            }
        ],
    )


class PutProfile(ProfileBody):
    """Everything that you tell about yourself."""


class ConsentBody(Body):
    """A decision on marketing."""

    given: bool = Field(examples=[False])
    decided_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])


class CustomerBody(ProfileBody):
    """A customer."""

    id: CustomerId = Field(examples=[EXAMPLE_ID])
    marketing_consent_decided_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])
    created_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])
    updated_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])


class EntryBody(Body):
    """Who did what with your data, and when."""

    id: str = Field(examples=["aud_01JDGQ6T5XKZ9V8B7N6M5P4R3S"])
    action: Action = Field(examples=["readByStaff"])
    at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])
    client_id: str = Field(description="The application", examples=["4rbfb3k6mr9e0dq2h7u5"])
    staff_subject: str | None = Field(
        default=None,
        description="Who of staff; absent for what you did yourself",
        examples=["0c2f7c1e-6b1a-4c6e-9a51-0d3a4f6b2e19"],
    )
    reason: str | None = Field(default=None, description="The case", examples=["SUP-1234"])


class ExportBody(Body):
    """Everything that is kept about you."""

    exported_at: datetime = Field(examples=["2026-11-24T10:00:00.000Z"])
    customer: CustomerBody
    marketing_consents: list[ConsentBody]
    audit_trail: list[EntryBody]
    audit_trail_complete: bool = Field(
        description="False when the trail is longer than one document; the newest are here",
        examples=[True],
    )

    @classmethod
    def of(cls, export: Export, /) -> "ExportBody":
        """The export as one document."""
        return cls.model_validate(
            {
                "exported_at": export.exported_at,
                "customer": CustomerBody.of(export.customer),
                "marketing_consents": export.customer.consents,
                "audit_trail": [EntryBody.of(entry) for entry in export.trail.entries],
                "audit_trail_complete": export.trail.complete,
            }
        )


class InspectHeaders(Schema):
    """The headers with which staff gives a reason to see a customer."""

    audit_reason: str = Field(
        alias="Audit-Reason",
        pattern=r"^[A-Z]{2,10}-[0-9]{1,12}$",
        description="The case that it is for; a number, so that the trail has no personal data",
        examples=["SUP-1234"],
    )
