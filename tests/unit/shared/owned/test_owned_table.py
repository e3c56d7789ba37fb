"""The table of a tenant's things keeps what its port promises, and reads what it has written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import boto3
import pytest
from moto import mock_aws

from shared.codecs import Codec
from shared.idempotency import KEY_LIFE_SECONDS, AttemptUnderWayError, KeyReusedError
from shared.owned import Owned, Query, UnknownThingError
from shared.owned.table import OwnedTable
from shared.tables import DynamoClient
from tests.harness.one_at_a_time import conflict
from tests.harness.owned_in_memory import Clock
from tests.harness.owned_port import OwnedPort, attempt
from tests.harness.recording import Recording
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


class Busy:
    """A client whose transactions meet others at the same items."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **_: Any) -> Any:
        raise conflict()


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield new_client()


def busy(client: Any, now: float = 0.0) -> DynamoKnives:
    return DynamoKnives(Busy(client), "knives", lambda: now)


def test_an_attempt_that_meets_the_first_one_is_told_so(client: Any) -> None:
    with pytest.raises(AttemptUnderWayError):
        busy(client).add(knife(1), attempt())


def test_an_attempt_that_meets_others_gets_the_answer_that_there_is(client: Any) -> None:
    first = DynamoKnives(client, "knives").add(knife(1), attempt())

    assert busy(client).add(knife(2), attempt()) == first
    with pytest.raises(KeyReusedError):
        busy(client).add(knife(2), attempt(fingerprint="other"))


def test_an_answer_ends_with_its_key(client: Any) -> None:
    first = DynamoKnives(client, "knives").add(knife(1), attempt())

    assert busy(client, KEY_LIFE_SECONDS - 1).add(knife(2), attempt()) == first
    with pytest.raises(AttemptUnderWayError):
        busy(client, KEY_LIFE_SECONDS).add(knife(2), attempt())


def test_a_thing_takes_the_place_of_no_other(client: Any) -> None:
    knives = DynamoKnives(client, "knives")
    knives.add(knife(1), attempt("one"))

    with pytest.raises(AttemptUnderWayError):
        knives.add(replace(knife(1), version=7), attempt("other"))

    assert knives.get("acme", "kni_001") == knife(1)


def test_an_id_too_long_for_a_key_is_not_looked_up(client: Any) -> None:
    recording = Recording(client)

    with pytest.raises(UnknownThingError):
        DynamoKnives(recording, "knives").get("acme", "x" * 2049)

    assert recording.called == set()


def test_a_missing_thing_is_named(client: Any) -> None:
    with pytest.raises(UnknownThingError, match="no knife kni_001 of yours"):
        DynamoKnives(client, "knives").get("acme", "kni_001")


test_a_knife_comes_back_whole = comes_back_whole(
    Knife,
    new_client,
    lambda client: DynamoKnives(client, "knives"),
    lambda knives, each: knives.add(each, attempt(tenant=each.tenant)),
    lambda knives, each: knives.get(each.tenant, each.id),
)
