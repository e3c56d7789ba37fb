"""The table of a tenant's things keeps what its port promises, and reads what it has written."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import boto3

from shared.codecs import Codec
from shared.owned import Owned, Query
from shared.owned.table import OwnedTable
from shared.tables import DynamoClient
from tests.harness.owned_in_memory import Clock
from tests.harness.owned_port import OwnedPort, attempt
from tests.harness.round_trip import comes_back_whole
from tools.review.access_matrix.tables import shape

QUERIES = (
    Query(),
    Query(("color",)),
    Query(("color", "size"), newest_first=False),
    Query(("sharp", "at")),
)


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Details:
    color: str
    size: Size
    sharp: bool
    at: datetime
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Knife(Owned):
    details: Details


KNIFE = Codec(Knife, inline=(Details,))


class DynamoKnives(OwnedTable[Knife]):
    def __init__(self, client: DynamoClient, table: str, clock: Clock = lambda: 0.0) -> None:
        super().__init__(client, table, KNIFE, "knife", QUERIES, clock)


def knife(number: int) -> Knife:
    moment = "2026-11-24T10:00:00.000Z"
    details = Details("re#d", Size.LARGE, sharp=True, at=datetime(2026, 11, 24, tzinfo=UTC))
    return Knife(
        id=f"kni_{number:03}", tenant="acme", details=details, created_at=moment, updated_at=moment
    )


def new_client() -> Any:
    client = boto3.client("dynamodb", region_name="eu-central-1")
    indexes = {each.index: (each.attribute, "id") for each in QUERIES if each.fields}
    client.create_table(TableName="knives", **shape(indexes))
    return client


class TestKnives(OwnedPort[Knife]):
    service, kind, queries = "knives", "knife", QUERIES
    table, make = DynamoKnives, staticmethod(knife)

    def client(self) -> Any:
        return new_client()


test_a_knife_comes_back_whole = comes_back_whole(
    Knife,
    new_client,
    lambda client: DynamoKnives(client, "knives"),
    lambda knives, each: knives.add(each, attempt(tenant=each.tenant)),
    lambda knives, each: knives.get(each.tenant, each.id),
)
