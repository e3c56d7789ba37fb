"""One table of DynamoDB, in moto."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from shared.attributes import from_attributes, to_attributes
from shared.codecs import Item
from shared.tables import ATTEMPTS, NOT_THERE, LostRaceError, StillUnprocessedError, Table
from tests.harness.lagging import Lagging


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        client: Any = boto3.client("dynamodb", region_name="eu-central-1")
        names = {"pk": "HASH", "sk": "RANGE"}
        client.create_table(
            TableName="things",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in names.items()],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
        )
        yield client


@pytest.fixture
def table(client: Any) -> Table:
    return Table(client, "things")


def key(number: int) -> Item:
    return to_attributes({"pk": "all", "sk": f"{number:03}"})


def thing(number: int, version: int = 1) -> Item:
    return to_attributes({**from_attributes(key(number)), "version": version})


def numbers(items: list[Item]) -> list[int]:
    return [int(from_attributes(item)["sk"]) for item in items]


def test_what_was_put_is_read(table: Table) -> None:
    table.put(thing(1))

    assert table.read(key(1)) == thing(1)
    assert table.read(key(2)) is None


def test_what_was_put_is_read_at_once(client: Any) -> None:
    table = Table(Lagging(client), "things")
    table.put(thing(1))

    assert table.read(key(1)) == thing(1)


def test_a_put_whose_condition_does_not_hold_changes_nothing(table: Table) -> None:
    table.put(thing(1), NOT_THERE)

    with pytest.raises(LostRaceError):
        table.put(thing(1, version=2), NOT_THERE)
    with pytest.raises(LostRaceError):
        table.put(thing(1, version=3), "version = :before", before=2)

    assert table.read(key(1)) == thing(1)


def test_a_put_whose_condition_holds_replaces_the_item(table: Table) -> None:
    table.put(thing(1))

    table.put(thing(1, version=2), "version = :before", before=1)

    assert table.read(key(1)) == thing(1, version=2)


def test_an_item_is_deleted_under_its_condition(table: Table) -> None:
    table.put(thing(1))

    with pytest.raises(LostRaceError):
        table.delete(key(1), "version = :before", before=7)
    table.delete(key(1), "version = :before", before=1)

    assert table.read(key(1)) is None


def without_its_first_answer(client: Any, operation: str) -> None:
    """Let botocore send the operation again, as after an answer that was lost on the way."""

    def again(attempts: int, **_: object) -> float | None:
        return 0 if attempts == 1 else None

    client.meta.events.register_first(f"needs-retry.dynamodb.{operation}", again)


def test_a_write_whose_answer_was_lost_is_no_lost_race(client: Any, table: Table) -> None:
    table.put(thing(1))
    without_its_first_answer(client, "PutItem")
    without_its_first_answer(client, "DeleteItem")

    table.put(thing(1, version=2), "version = :before", before=1)
    with pytest.raises(LostRaceError):
        table.put(thing(1, version=3), "version = :before", before=1)
    assert table.read(key(1)) == thing(1, version=2)

    with pytest.raises(LostRaceError):
        table.delete(key(1), "version = :before", before=1)
    table.delete(key(1), "version = :before", before=2)
    assert table.read(key(1)) is None


def test_the_same_write_of_somebody_else_is_a_lost_race(table: Table) -> None:
    table.put(thing(1, version=2))

    with pytest.raises(LostRaceError):
        table.put(thing(1, version=2), "version = :before", before=1)


def test_a_transaction_is_done_whole_or_not_at_all(table: Table) -> None:
    table.transact(table.putting(thing(1), NOT_THERE), table.putting(thing(2), NOT_THERE))

    with pytest.raises(LostRaceError):
        table.transact(
            table.deleting(key(1)),
            table.putting(thing(2, version=9), "version = :before", before=8),
        )

    assert table.read(key(1)) == thing(1)
    table.transact(table.deleting(key(1)), table.putting(thing(3)))
    assert (table.read(key(1)), table.read(key(3))) == (None, thing(3))


def test_a_transaction_deletes_under_its_condition(table: Table) -> None:
    table.put(thing(1))

    with pytest.raises(LostRaceError):
        table.transact(table.deleting(key(1), "version = :before", before=7))
    assert table.read(key(1)) == thing(1)

    table.transact(table.deleting(key(1), "version = :before", before=1))
    assert table.read(key(1)) is None


@pytest.mark.parametrize(
    "call", [lambda table: table.put(thing(1)), lambda table: table.transact(table.putting({}))]
)
def test_whatever_is_no_lost_race_is_loud(client: Any, table: Table, call: Any) -> None:
    client.delete_table(TableName="things")

    with pytest.raises(ClientError):
        call(table)


@pytest.mark.parametrize(
    ("limit", "start", "expected", "more"),
    [
        (2, None, [1, 2], True),
        (5, None, [1, 2, 3, 4, 5], False),
        (9, None, [1, 2, 3, 4, 5], False),
        (2, 3, [4, 5], False),
        (1, 3, [4], True),
        (1, 5, [], False),
    ],
)
def test_a_page_says_whether_more_follows(
    table: Table, limit: int, start: int | None, expected: list[int], more: bool
) -> None:
    for number in range(1, 6):
        table.put(thing(number))

    page = table.page("pk = :all", {":all": "all"}, limit, key(start) if start else None)

    assert (numbers(page.items), page.more) == (expected, more)


class Unfinished:
    """A client whose queries end after an item and whose batches leave keys some times."""

    def __init__(self, client: Any, batches: int = 0) -> None:
        self._client = client
        self._batches = batches

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def query(self, **request: Any) -> Any:
        return self._client.query(**request | {"Limit": 1})

    def batch_get_item(self, **request: Any) -> Any:
        if not self._batches:
            return self._client.batch_get_item(**request)
        self._batches -= 1
        return {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}


def test_a_page_that_dynamodb_ends_early_is_not_the_last(client: Any, table: Table) -> None:
    table.put(thing(1))
    table.put(thing(2))

    page = Table(Unfinished(client), "things").page("pk = :all", {":all": "all"}, 9, None)

    assert (numbers(page.items), page.more) == ([1], True)


def test_keys_that_dynamodb_leaves_are_asked_for_after_a_pause(client: Any, table: Table) -> None:
    table.put(thing(1))
    pauses: list[float] = []
    slow = Table(Unfinished(client, batches=ATTEMPTS - 1), "things", pauses.append)

    assert slow.read_several([key(1), key(2)]) == [thing(1)]
    assert len(pauses) == ATTEMPTS - 1


@pytest.mark.parametrize(
    ("luck", "pauses"), [(min, [0, 0, 0, 0]), (max, [0.1, 0.2, 0.4, 0.8])], ids=["least", "most"]
)
def test_pauses_are_drawn_from_longer_and_longer_times(
    client: Any, monkeypatch: pytest.MonkeyPatch, luck: Any, pauses: list[float]
) -> None:
    monkeypatch.setattr("shared.tables.random.uniform", luck)
    slept: list[float] = []

    Table(Unfinished(client, batches=ATTEMPTS - 1), "things", slept.append).read_several([key(1)])

    assert slept == pauses


def test_keys_that_dynamodb_leaves_for_ever_fail_loudly(client: Any) -> None:
    busy = Table(Unfinished(client, batches=99), "things", lambda _: None)

    with pytest.raises(StillUnprocessedError, match=f"after {ATTEMPTS} attempts"):
        busy.read_several([key(1)])


class OneByOne:
    """A client whose batches read one key each; counts the items that it has read."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.items_read = 0

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803 - boto3's name
        [first, *others] = RequestItems["things"]["Keys"]
        answer = self._client.batch_get_item(RequestItems={"things": {"Keys": [first]}})
        return answer | {"UnprocessedKeys": {"things": {"Keys": others}} if others else {}}

    def query(self, **request: Any) -> Any:
        answer = self._client.query(**request)
        self.items_read += len(answer["Items"])
        return answer


def test_a_batch_that_is_answered_in_parts_has_all_parts(client: Any, table: Table) -> None:
    for number in (1, 2, 3):
        table.put(thing(number))
    parts: Any = OneByOne(client)

    items = Table(parts, "things", lambda _: None).read_several([key(1), key(2), key(3)])

    assert numbers(items) == [1, 2, 3]


def test_a_page_costs_one_item_more_than_it_has(client: Any, table: Table) -> None:
    for number in range(1, 6):
        table.put(thing(number))
    counting: Any = OneByOne(client)

    Table(counting, "things").page("pk = :all", {":all": "all"}, 2, None)

    assert counting.items_read == 3
