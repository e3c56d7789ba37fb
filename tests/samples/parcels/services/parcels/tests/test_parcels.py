"""Parcels through their routes and their table."""

from typing import Any

import boto3
import pytest

from services.parcels.dynamodb import DynamoParcels
from services.parcels.model import Parcel
from services.parcels.ports import UnknownParcelError
from services.parcels.use_cases import hand_in, read_parcel
from tests.harness.round_trip import comes_back_whole
from tools.review.access_matrix.tables import make_tables


class InMemoryParcels:
    """The port `Parcels` in memory."""

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


def new_client() -> Any:
    client = boto3.client("dynamodb", region_name="eu-central-1")
    make_tables(client, ["parcels"])
    return client


test_a_parcel_comes_back_whole = comes_back_whole(
    Parcel,
    new_client,
    lambda client: DynamoParcels(client, "parcels"),
    DynamoParcels.save,
    lambda parcels, parcel: parcels.get(parcel.tenant, parcel.id),
)
