"""The contract of the port `Orders`: the in-memory fake and the DynamoDB adapter keep it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from services.orders.dynamodb import DynamoOrders
from services.orders.model import Item, Money, Order, Status
from services.orders.ports import (
    KeyExpiredError,
    OrderChangedError,
    Orders,
    Page,
    UnknownOrderError,
)
from services.orders.tests.orders_in_memory import InMemoryOrders
from shared.attributes import to_attributes
from shared.idempotency import KEY_LIFE_SECONDS, Attempt, AttemptUnderWayError, KeyReusedError
from shared.times import timestamp
from tests.harness.one_at_a_time import OneAtATime
from tests.harness.recording import Recording
from tests.harness.round_trip import comes_back_whole

PLACED_AT = "2026-11-24T10:00:00.000Z"


def dynamo_client() -> Any:
    """A client of a table with the keys of terraform/modules/dynamodb_table."""
    client = boto3.client(
        "dynamodb",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_table(
        TableName="orders",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"}
            for name in ("pk", "sk", "tenant_status", "id")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_status",
                "KeySchema": [
                    {"AttributeName": "tenant_status", "KeyType": "HASH"},
                    {"AttributeName": "id", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    return client


class Led:
    """The adapter with orders whose ids their attempts led to, as the use case chooses them."""

    def __init__(self, orders: DynamoOrders, clock: "Clock") -> None:
        self._orders, self._clock = orders, clock
        self._ids: dict[str, str] = {}

    def add(self, order: Order, attempt: Attempt) -> Order:
        long = order.id + attempt.ending
        moment = datetime.fromtimestamp(self._clock.now, tz=UTC)
        placed = replace(order, id=long, placed_at=timestamp(moment))
        try:
            first = self._orders.add(placed, attempt)
        except KeyExpiredError:
            long = order.id
            first = self._orders.add(replace(placed, id=long), attempt)
        if first.id == long:
            self._ids[order.id] = long
        return self._short(first)

    def save(self, order: Order) -> None:
        long = self._ids[order.id]
        fingerprint = self._orders.of_anybody(long).fingerprint
        self._orders.save(replace(order, id=long, fingerprint=fingerprint))

    def get(self, tenant: str, order_id: str) -> Order:
        return self._short(self._orders.get(tenant, self._ids.get(order_id, order_id)))

    def of_anybody(self, order_id: str) -> Order:
        return self._short(self._orders.of_anybody(self._ids.get(order_id, order_id)))

    def first(self, attempt: Attempt) -> Order | None:
        first = self._orders.first(attempt)
        return first and self._short(first)

    def page(self, tenant: str, limit: int, position: str | None, status: Status | None) -> Page:
        page = self._orders.page(tenant, limit, position, status)
        return replace(page, orders=tuple(map(self._short, page.orders)))

    @staticmethod
    def _short(order: Order) -> Order:
        return replace(order, id=order.id[:7], placed_at=PLACED_AT)


class Clock:
    """A clock that a test advances."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat(PLACED_AT).timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "dynamodb", "led"])
def orders(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Orders]:
    if request.param == "memory":
        yield InMemoryOrders(clock=clock)
        return
    with mock_aws():
        orders = DynamoOrders(OneAtATime(dynamo_client()), "orders", clock)
        yield Led(orders, clock) if request.param == "led" else orders


def order(number: int, **changed: Any) -> Order:
    item = Item("prd_1", number, unit_price=Money(100, "EUR"))
    placed = Order(
        items=(item,),
        id=f"ord_{number:03}",
        tenant="acme",
        status=Status.PLACED,
        placed_at=PLACED_AT,
    )
    return replace(placed, **changed)


def attempt(key: str = "key", fingerprint: str = "f", tenant: str = "acme") -> Attempt:
    return Attempt(tenant, key, fingerprint)


def fill(orders: Orders, *added: Order) -> None:
    for each in added:
        orders.add(each, attempt(each.id, tenant=each.tenant))


def walk(orders: Orders, limit: int, status: Status | None = None) -> list[str]:
    """The ids of all pages."""
    page = orders.page("acme", limit, None, status)
    ids = [each.id for each in page.orders]
    while page.next_position:
        page = orders.page("acme", limit, page.next_position, status)
        ids += [each.id for each in page.orders]
    return ids


def test_what_was_added_is_found(orders: Orders) -> None:
    orders.add(order(1), attempt())

    assert orders.get("acme", "ord_001") == order(1)


def test_a_repeated_attempt_gets_the_first_order(orders: Orders) -> None:
    orders.add(order(1), attempt())

    again = orders.add(order(2), attempt())

    assert again == order(1)
    with pytest.raises(UnknownOrderError):
        orders.get("acme", "ord_002")


def test_a_repeated_attempt_gets_the_first_answer_whatever_has_happened_since(
    orders: Orders,
) -> None:
    orders.add(order(1), attempt())
    orders.save(orders.get("acme", "ord_001").cancel())

    assert orders.add(order(2), attempt()) == order(1)


def test_a_key_stands_for_one_request(orders: Orders) -> None:
    orders.add(order(1), attempt())

    with pytest.raises(KeyReusedError):
        orders.add(order(2), attempt(fingerprint="other"))


def test_tenants_share_no_keys(orders: Orders) -> None:
    orders.add(order(1), attempt())

    added = orders.add(order(2, tenant="globex"), attempt(tenant="globex"))

    assert added.id == "ord_002"


def test_another_tenants_order_is_unknown(orders: Orders) -> None:
    orders.add(order(1), attempt())

    with pytest.raises(UnknownOrderError, match="no order ord_001"):
        orders.get("globex", orders.get("acme", "ord_001").id)


def test_a_change_is_kept(orders: Orders) -> None:
    orders.add(order(1), attempt())

    orders.save(order(1).cancel())

    assert orders.get("acme", "ord_001").status is Status.CANCELLED


def test_a_change_of_an_old_version_is_refused(orders: Orders) -> None:
    orders.add(order(1), attempt())
    orders.save(order(1).cancel())

    with pytest.raises(OrderChangedError, match="Order ord_001"):
        orders.save(order(1).cancel())


def test_orders_come_newest_first(orders: Orders) -> None:
    fill(orders, *map(order, (2, 1, 3)))

    assert walk(orders, 10) == ["ord_003", "ord_002", "ord_001"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_pages_have_each_order_once(orders: Orders, limit: int) -> None:
    fill(orders, *map(order, range(1, 6)))

    assert walk(orders, limit) == [f"ord_{number:03}" for number in (5, 4, 3, 2, 1)]


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_a_status_is_looked_for_across_pages(orders: Orders, limit: int) -> None:
    fill(orders, *map(order, range(1, 8)))
    for number in (1, 4, 7):
        orders.save(order(number).cancel())

    assert walk(orders, limit, Status.CANCELLED) == ["ord_007", "ord_004", "ord_001"]
    assert len(walk(orders, limit, Status.PLACED)) == 4


def test_a_page_is_never_longer_than_asked(orders: Orders) -> None:
    fill(orders, *map(order, range(1, 8)))

    assert len(orders.page("acme", 3, None, Status.PLACED).orders) == 3


def test_a_full_page_after_which_nothing_follows_is_the_last(orders: Orders) -> None:
    fill(orders, *map(order, range(1, 4)))
    orders.save(order(2).cancel())

    page = orders.page("acme", 3, None, None)

    assert (len(page.orders), page.next_position) == (3, None)


def test_other_tenants_are_never_listed(orders: Orders) -> None:
    fill(orders, order(1), order(2, tenant="globex"))

    assert walk(orders, 10) == ["ord_001"]


def test_attempts_at_once_place_one_order(orders: Orders) -> None:
    def add(number: int) -> str | None:
        try:
            return orders.add(order(number), attempt()).id
        except AttemptUnderWayError:
            return None

    with ThreadPoolExecutor(4) as pool:
        placed = set(pool.map(add, range(1, 9))) - {None}

    assert len(placed) == 1
    assert walk(orders, 10) == sorted(str(each) for each in placed)


def test_dynamodb_is_told_to_delete_a_key_after_a_day(clock: Clock) -> None:
    with mock_aws():
        client = dynamo_client()
        DynamoOrders(client, "orders", clock).add(order(1), attempt())
        key = {"pk": {"S": "TENANT#acme"}, "sk": {"S": "KEY#key"}}

        item = client.get_item(TableName="orders", Key=key)["Item"]

    assert int(item["expires_at"]["N"]) == clock.now + 24 * 3600


def test_a_key_stands_for_its_request_until_it_expires(orders: Orders, clock: Clock) -> None:
    orders.add(order(1), attempt())
    clock.now += KEY_LIFE_SECONDS - 1

    assert orders.first(attempt()) == order(1)
    assert orders.add(order(2), attempt()) == order(1)


def test_an_expired_key_is_as_good_as_new_though_nothing_has_deleted_it(
    orders: Orders, clock: Clock
) -> None:
    orders.add(order(1), attempt())
    clock.now += KEY_LIFE_SECONDS

    assert orders.first(attempt()) is None
    assert orders.add(order(2), attempt(fingerprint="other")) == order(2)
    assert orders.first(attempt(fingerprint="other")) == order(2)
    assert walk(orders, 10) == ["ord_002", "ord_001"]


class Refusing:
    """A client whose transactions are cancelled; it has no other operations."""

    def __init__(self, *codes: str) -> None:
        self._reasons = [{"Code": code} for code in codes]

    def transact_write_items(self, **_: Any) -> None:
        answer = {
            "Error": {"Code": "TransactionCanceledException", "Message": "cancelled"},
            "CancellationReasons": self._reasons,
        }
        raise ClientError(answer, "TransactWriteItems")  # type: ignore[arg-type]

    def get_item(self, **_: Any) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize(
    "codes", [("TransactionConflict", "None"), ("ConditionalCheckFailed", "None")]
)
def test_while_the_first_attempt_is_being_kept_the_next_is_told(codes: tuple[str, str]) -> None:
    orders: Any = DynamoOrders(Refusing(*codes), "orders")  # type: ignore[arg-type]

    with pytest.raises(AttemptUnderWayError):
        orders.add(order(1), attempt())


@pytest.mark.parametrize("code", ["ThrottlingError", "ValidationError"])
def test_a_transaction_refused_for_another_reason_fails_loudly(code: str) -> None:
    orders: Any = DynamoOrders(Refusing("None", code), "orders")  # type: ignore[arg-type]

    with pytest.raises(ClientError):
        orders.add(order(1), attempt())


def test_a_page_that_dynamodb_ends_early_is_not_the_last() -> None:
    class Short:
        """A client whose pages end before their limit, as they do after 1 MB."""

        def __init__(self, client: Any) -> None:
            self._client = client

        def query(self, **request: Any) -> Any:
            return self._client.query(**request | {"Limit": min(request["Limit"], 2)})

        def __getattr__(self, name: str) -> Any:
            return getattr(self._client, name)

    with mock_aws():
        orders = DynamoOrders(Short(dynamo_client()), "orders")
        fill(orders, *map(order, range(1, 6)))

        assert walk(orders, 100) == [f"ord_{number:03}" for number in (5, 4, 3, 2, 1)]


def test_the_adapter_calls_what_its_role_allows() -> None:
    with mock_aws():
        recording = Recording(dynamo_client())
        orders = DynamoOrders(recording, "orders")
        orders.add(order(1), attempt())
        orders.add(order(1), attempt())
        orders.save(order(1).cancel())
        orders.page("acme", 1, None, None)

    # TransactWriteItems with puts needs PutItem (DynamoDB developer guide, "IAM and transactions").
    assert recording.called == {"transact_write_items", "get_item", "put_item", "query"}


def test_placing_takes_one_write_and_no_read() -> None:
    with mock_aws():
        recording = Recording(dynamo_client())
        DynamoOrders(recording, "orders").add(order(1, id="ord_1" + attempt().ending), attempt())

    assert recording.called == {"put_item"}


def test_an_order_that_moves_on_between_two_queries_is_listed_once_as_it_is_now() -> None:
    class Moving:
        """A client that moves an order on once the index was asked for its first status."""

        def __init__(self, client: Any) -> None:
            self._client = client

        def query(self, **request: Any) -> Any:
            answer = self._client.query(**request)
            if "placed" in str(request) and answer["Items"]:
                store.save(store.get("acme", "ord_001").ship())
            return answer

        def __getattr__(self, name: str) -> Any:
            return getattr(self._client, name)

    with mock_aws():
        store = DynamoOrders(Moving(dynamo_client()), "orders")
        store.add(order(1), attempt())

        [listed] = store.page("acme", 10, None, None).orders

    assert (listed.id, listed.status) == ("ord_001", Status.SHIPPED)


def test_an_order_at_the_place_of_another_tenants_key_is_not_shown_to_it() -> None:
    with mock_aws():
        orders = DynamoOrders(dynamo_client(), "orders", lambda: 0)
        foreign = attempt(tenant="globex")
        orders.add(order(1, id="ord_1" + foreign.ending, tenant="acme"), attempt())

        with pytest.raises(KeyReusedError):
            orders.first(foreign)


def test_an_order_takes_the_place_of_no_other() -> None:
    with mock_aws():
        orders = DynamoOrders(dynamo_client(), "orders")
        orders.add(order(1), attempt("one"))

        with pytest.raises(AttemptUnderWayError):
            orders.add(order(1, tenant="globex"), attempt("other", tenant="globex"))

        assert orders.of_anybody("ord_001") == order(1)


def test_staff_find_an_order_by_its_id_alone(orders: Orders) -> None:
    fill(orders, order(1), order(2, tenant="globex"))

    assert orders.of_anybody("ord_002") == order(2, tenant="globex")


def test_an_order_of_nobody_is_unknown(orders: Orders) -> None:
    with pytest.raises(UnknownOrderError, match="no order ord_001"):
        orders.of_anybody("ord_001")


def test_what_an_attempt_has_placed_is_found(orders: Orders) -> None:
    orders.add(order(1), attempt())

    assert orders.first(attempt()) == order(1)
    assert orders.first(attempt("other")) is None


def test_an_attempt_with_another_body_finds_nothing_of_the_first(orders: Orders) -> None:
    orders.add(order(1), attempt())

    with pytest.raises(KeyReusedError):
        orders.first(attempt(fingerprint="other"))


def test_an_id_too_long_for_a_key_is_unknown_and_not_looked_up() -> None:
    with mock_aws():
        recording = Recording(dynamo_client())
        orders = DynamoOrders(recording, "orders")

        with pytest.raises(UnknownOrderError):
            orders.get("acme", "x" * 1025)
        with pytest.raises(UnknownOrderError):
            orders.of_anybody("x" * 2049)

    assert recording.called == set()


test_an_order_comes_back_whole = comes_back_whole(
    Order,
    dynamo_client,
    lambda client: DynamoOrders(client, "orders"),
    lambda orders, order: orders.add(order, attempt(tenant=order.tenant)),
    lambda orders, order: orders.get(order.tenant, order.id),
)


def test_an_order_has_the_attributes_that_it_always_had() -> None:
    """Orders of earlier versions are read, and earlier versions read these."""
    order_id = f"ord_{'0' * 10}{attempt().ending}"
    with mock_aws():
        client = dynamo_client()
        DynamoOrders(client, "orders").add(order(2, id=order_id), attempt())
        key = to_attributes({"pk": "ORDER#QSHN11K3FKPM11Z5", "sk": "ORDER"})

        item = client.get_item(TableName="orders", Key=key)["Item"]

    assert item == key | to_attributes(
        {
            "id": order_id,
            "fingerprint": "f",
            "tenant": "acme",
            "status": "placed",
            "tenant_status": "acme#placed",
            "placed_at": "2026-11-24T10:00:00.000Z",
            "version": 1,
            "items": [{"product_id": "prd_1", "quantity": 2, "amount": 100, "currency": "EUR"}],
        }
    )
