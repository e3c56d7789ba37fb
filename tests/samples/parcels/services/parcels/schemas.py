"""Bodies of parcels."""

from typing import Self

from pydantic import Field

from services.parcels.model import Parcel
from shared.schema import Schema


class HandIn(Schema):
    """A parcel that is handed in."""

    grams: int = Field(ge=1, le=30_000, examples=[1200])


class ParcelBody(Schema):
    """A parcel as its owner sees it."""

    id: str = Field(examples=["par_01JDGQ6T5XKZ9V8B7N6M5P4R3S"])
    grams: int = Field(examples=[1200])

    @classmethod
    def of(cls, parcel: Parcel) -> Self:
        """The body of a parcel."""
        return cls(id=parcel.id, grams=parcel.grams)
