"""Parcels."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parcel:
    """Something to be brought to somebody."""

    id: str
    tenant: str
    grams: int
