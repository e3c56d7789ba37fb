"""The use cases of parcels."""

from services.parcels.model import Parcel
from services.parcels.ports import Parcels
from shared.ids import new_id


def hand_in(grams: int, tenant: str, parcels: Parcels) -> Parcel:
    """Take a new parcel."""
    parcel = Parcel(new_id("par"), tenant, grams)
    parcels.save(parcel)
    return parcel


def read_parcel(parcel_id: str, tenant: str, parcels: Parcels) -> Parcel:
    """Look a parcel up; UnknownParcelError."""
    return parcels.get(tenant, parcel_id)
