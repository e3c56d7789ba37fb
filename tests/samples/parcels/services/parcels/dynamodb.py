"""Parcels in DynamoDB: a partition for each tenant."""

from collections.abc import Callable
from typing import Any, Protocol

from services.parcels.model import Parcel
from services.parcels.ports import UnknownParcelError
from shared.attributes import from_attributes, to_attributes


class DynamoClient(Protocol):
    """The operations of boto3's client that this adapter calls."""

    @property
    def get_item(self) -> Callable[..., Any]: ...  # noqa: D102
    @property
    def put_item(self) -> Callable[..., Any]: ...  # noqa: D102


class DynamoParcels:
    """The port `Parcels` in one table."""

    def __init__(self, client: DynamoClient, table: str) -> None:
        self._client = client
        self._table = table

    def save(self, parcel: Parcel) -> None:
        """Put the parcel."""
        item = {**_key(parcel.tenant, parcel.id), "grams": parcel.grams}
        self._client.put_item(TableName=self._table, Item=to_attributes(item))

    def get(self, tenant: str, parcel_id: str) -> Parcel:
        """The tenant's parcel; UnknownParcelError."""
        key = to_attributes(_key(tenant, parcel_id))
        answer = self._client.get_item(TableName=self._table, Key=key)
        if "Item" not in answer:
            raise UnknownParcelError
        return Parcel(parcel_id, tenant, from_attributes(answer["Item"])["grams"])


def _key(tenant: str, parcel_id: str) -> dict[str, str]:
    return {"pk": f"TENANT#{tenant}", "sk": f"PARCEL#{parcel_id}"}
