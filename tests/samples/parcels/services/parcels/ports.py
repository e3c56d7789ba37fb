"""The ports of parcels."""

from typing import Protocol

from services.parcels.model import Parcel


class UnknownParcelError(Exception):
    """There is no such parcel of this tenant."""

    def __init__(self) -> None:
        super().__init__("There is no such parcel of yours.")


class Parcels(Protocol):
    """The parcels of all tenants."""

    def save(self, parcel: Parcel) -> None:
        """Store the parcel."""

    def get(self, tenant: str, parcel_id: str) -> Parcel:
        """The tenant's parcel; UnknownParcelError."""
