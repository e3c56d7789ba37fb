"""What parcels does."""

import pytest

from services.parcels.model import Parcel
from services.parcels.ports import UnknownParcelError
from services.parcels.use_cases import hand_in, read_parcel


class InMemoryParcels:
    """The port `Parcels`."""

    def __init__(self) -> None:
        self.parcels: dict[tuple[str, str], Parcel] = {}

    def save(self, parcel: Parcel) -> None:
        self.parcels[parcel.tenant, parcel.id] = parcel

    def get(self, tenant: str, parcel_id: str) -> Parcel:
        if (tenant, parcel_id) not in self.parcels:
            raise UnknownParcelError
        return self.parcels[tenant, parcel_id]


def test_a_parcel_is_its_tenants_alone() -> None:
    parcels = InMemoryParcels()
    parcel = hand_in(500, "acme", parcels)

    assert read_parcel(parcel.id, "acme", parcels) == parcel
    with pytest.raises(UnknownParcelError):
        read_parcel(parcel.id, "globex", parcels)
