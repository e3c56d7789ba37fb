"""The promises of the port of a tenant's things, which the fake and the table keep.

class TestPayments(OwnedService[Payment]):
    service, kind, queries = "payments", "payment", QUERIES
    table, make = DynamoPayments, staticmethod(payment)
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

import boto3
import pytest
from moto import mock_aws

from shared.idempotency import KEY_LIFE_SECONDS, Attempt, AttemptUnderWayError, KeyReusedError
from shared.owned import Lookup, Owned, Query, Things, UnknownThingError, lookup_of
from shared.tables import DynamoClient
from shared.versions import PreconditionFailedError
from tests.harness.one_at_a_time import OneAtATime
from tests.harness.owned_in_memory import Clock, InMemoryThings, values_of
from tests.harness.recording import Recording
from tests.harness.roots import module_call
from tools.review.access_matrix.tables import indexes_of, make_tables

NEWER = "2027-01-01T00:00:00.000Z"
ALL = Lookup(Query())


class NewTable[Thing: Owned](Protocol):
    """The adapter's constructor."""

    def __call__(self, client: DynamoClient, table: str, clock: Clock = ..., /) -> Things[Thing]:
        """The port over the table."""


class Time:
    """A clock that a test advances."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def attempt(key: str = "key", fingerprint: str = "f", tenant: str = "acme") -> Attempt:
    return Attempt(tenant, key, fingerprint)


class OwnedPort[Thing: Owned]:
    """The promises of the port: the fake and the adapter keep each."""

    service: str
    kind: str
    queries: Sequence[Query]
    table: NewTable[Thing]
    make: Callable[[int], Thing]
    """A thing of acme, with ids that sort by number; all have the same in what lists go by."""

    def client(self) -> Any:
        """A client of the service's table, with the keys of its Terraform."""
        return table_client(self.service)

    @pytest.fixture
    def clock(self) -> Time:
        return Time()

    @pytest.fixture(params=["memory", "dynamodb"])
    def things(self, request: pytest.FixtureRequest, clock: Time) -> Iterator[Things[Thing]]:
        if request.param == "memory":
            yield InMemoryThings(self.kind, clock)
            return
        with mock_aws():
            yield type(self).table(OneAtATime(self.client()), self.service, clock)

    def thing(self, number: int, tenant: str = "acme") -> Thing:
        return replace(type(self).make(number), tenant=tenant)

    def changed(self, thing: Thing) -> Thing:
        return replace(thing, updated_at=NEWER, version=thing.version + 1)

    def fill(self, things: Things[Thing], *added: Thing) -> None:
        for each in added:
            things.add(each, attempt(each.id, tenant=each.tenant))

    def walk(self, things: Things[Thing], limit: int, lookup: Lookup = ALL) -> list[str]:
        """The ids of all pages."""
        page = things.page("acme", limit, None, lookup)
        ids = [each.id for each in page.items]
        while page.next_position:
            page = things.page("acme", limit, page.next_position, lookup)
            ids += [each.id for each in page.items]
        return ids

    def test_a_thing_is_its_tenants_alone(self, things: Things[Thing]) -> None:
        self.fill(things, self.thing(1))

        assert things.get("acme", self.thing(1).id) == self.thing(1)
        with pytest.raises(UnknownThingError):
            things.get("globex", self.thing(1).id)

    def test_a_repeated_attempt_gets_its_first_answer_whatever_has_happened_since(
        self, things: Things[Thing]
    ) -> None:
        first = things.add(self.thing(1), attempt())
        things.save(self.changed(first))
        again = things.add(self.thing(2), attempt())
        things.remove(self.changed(first))
        at_last = things.add(self.thing(3), attempt())

        assert (again, at_last) == (first, first)
        assert self.walk(things, 10) == []

    def test_a_key_stands_for_one_request_of_one_tenant(self, things: Things[Thing]) -> None:
        things.add(self.thing(1), attempt())

        with pytest.raises(KeyReusedError):
            things.add(self.thing(2), attempt(fingerprint="other"))
        assert things.add(self.thing(2, "globex"), attempt(tenant="globex")).tenant == "globex"

    def test_a_key_is_as_good_as_new_after_a_day(self, things: Things[Thing], clock: Time) -> None:
        things.add(self.thing(1), attempt())
        clock.now += KEY_LIFE_SECONDS

        assert things.add(self.thing(2), attempt(fingerprint="other")) == self.thing(2)

    def test_attempts_at_once_make_one_thing(self, things: Things[Thing]) -> None:
        def add(number: int) -> str | None:
            try:
                return things.add(self.thing(number), attempt()).id
            except AttemptUnderWayError:
                return None

        with ThreadPoolExecutor(4) as pool:
            ids = set(pool.map(add, range(1, 9))) - {None}

        assert len(ids) == 1
        assert self.walk(things, 10) == list(ids)

    def test_a_version_that_was_replaced_is_neither_changed_nor_removed(
        self, things: Things[Thing]
    ) -> None:
        self.fill(things, self.thing(1))
        things.save(self.changed(self.thing(1)))

        with pytest.raises(PreconditionFailedError):
            things.save(self.changed(self.thing(1)))
        with pytest.raises(PreconditionFailedError):
            things.remove(self.thing(1))
        assert things.get("acme", self.thing(1).id).version == 2

    def test_a_removed_thing_is_gone(self, things: Things[Thing]) -> None:
        self.fill(things, self.thing(1), self.thing(2))

        things.remove(self.thing(1))

        assert self.walk(things, 10) == [self.thing(2).id]
        with pytest.raises(PreconditionFailedError):
            things.save(self.changed(self.thing(1)))

    def test_every_list_has_each_thing_once_in_its_order(self, things: Things[Thing]) -> None:
        self.fill(things, *map(self.thing, (2, 1, 3)), self.thing(4, "globex"))
        oldest_first = [self.thing(number).id for number in (1, 2, 3)]

        for query in self.queries:
            lookup = lookup_of(query, values_of(self.thing(1)))
            assert lookup
            pages = [self.walk(things, limit, lookup) for limit in (1, 2, 10)]
            expected = oldest_first[::-1] if query.newest_first else oldest_first
            assert pages == [expected] * 3

    def test_a_list_has_nothing_with_other_values(self, things: Things[Thing]) -> None:
        self.fill(things, self.thing(1))

        for query in self.queries:
            lookup = Lookup(query, tuple("other" for _ in query.fields))
            assert self.walk(things, 10, lookup) == ([] if query.fields else [self.thing(1).id])

    def test_an_id_too_long_for_a_key_is_unknown(self, things: Things[Thing]) -> None:
        with pytest.raises(UnknownThingError):
            things.get("acme", "x" * 2049)


class OwnedService[Thing: Owned](OwnedPort[Thing]):
    """The promises of a service's port, and its agreement with the service's Terraform."""

    def test_terraform_has_an_index_for_each_list_and_allows_each_call(self) -> None:
        with mock_aws():
            recording = Recording(self.client())
            things = type(self).table(recording, self.service)
            self.fill(things, self.thing(1), self.thing(1))
            things.save(self.changed(self.thing(1)))
            things.page("acme", 1, None, ALL)
            things.remove(self.changed(self.thing(1)))

        indexes = {each.index: (each.attribute, "id") for each in self.queries if each.fields}
        assert indexes_of(self.service) == indexes
        actions = set(module_call(self.service)["table_actions"])
        # TransactWriteItems needs PutItem (DynamoDB developer guide, "IAM and transactions").
        calls = {each.title().replace("_", "") for each in recording.called}
        assert actions == {f"dynamodb:{each}" for each in calls - {"TransactWriteItems"}}


def table_client(service: str) -> Any:
    """A client of the table that the service's Terraform describes."""
    client = boto3.client("dynamodb", region_name="eu-central-1")
    make_tables(client, [service])
    return client
