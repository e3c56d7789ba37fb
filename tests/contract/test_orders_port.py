"""What every `Orders` must do: the fake of the unit tests and the one in DynamoDB."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from services.orders.dynamodb import DynamoOrders
from services.orders.model import Item, Money, Order, Status
from services.orders.ports import (
    Attempt,
    AttemptUnderWayError,
    KeyReusedError,
    OrderChangedError,
    Orders,
    UnknownOrderError,
)
from tests.contract.one_at_a_time import OneAtATime
from tests.unit.orders.orders_in_memory import InMemoryOrders


class Recording:
    """A client that notes which operations are called."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.called: set[str] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        self.called.add(name)
        found: Callable[..., Any] = getattr(self._client, name)
        return found


def dynamo_client() -> Any:
    """A client of a table as terraform/modules/dynamodb_table makes it."""
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
            for name in ("pk", "sk", "tenant_status", "id", "tenant")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": name,
                "KeySchema": [
                    {"AttributeName": first, "KeyType": "HASH"},
                    {"AttributeName": second, "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
            for name, first, second in (
                ("by_status", "tenant_status", "id"),
                ("by_id", "id", "tenant"),
            )
        ],
    )
    return client


@pytest.fixture(params=["memory", "dynamodb"])
def orders(request: pytest.FixtureRequest) -> Iterator[Orders]:
    if request.param == "memory":
        yield InMemoryOrders()
        return
    with mock_aws():
        yield DynamoOrders(OneAtATime(dynamo_client()), "orders")


def order(number: int, **changed: Any) -> Order:
    item = Item("prd_1", number, Money(100, "EUR"))
    made = Order(f"ord_{number:03}", "acme", (item,), Status.PLACED, "2026-11-24T10:00:00.000Z")
    return replace(made, **changed)


def attempt(key: str = "key", fingerprint: str = "f", tenant: str = "acme") -> Attempt:
    return Attempt(tenant, key, fingerprint)


def fill(orders: Orders, *made: Order) -> None:
    for each in made:
        orders.add(each, attempt(each.id, tenant=each.tenant))


def walk(orders: Orders, limit: int, status: Status | None = None) -> list[str]:
    """Ids of all pages."""
    page = orders.page("acme", limit, None, status)
    found = [each.id for each in page.orders]
    while page.next_position:
        page = orders.page("acme", limit, page.next_position, status)
        found += [each.id for each in page.orders]
    return found


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
    orders.save(order(1).cancel())

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

    with pytest.raises(UnknownOrderError):
        orders.get("globex", "ord_001")


def test_a_change_is_kept(orders: Orders) -> None:
    orders.add(order(1), attempt())

    orders.save(order(1).cancel())

    assert orders.get("acme", "ord_001").status is Status.CANCELLED


def test_a_change_of_an_old_version_is_refused(orders: Orders) -> None:
    orders.add(order(1), attempt())
    orders.save(order(1).cancel())

    with pytest.raises(OrderChangedError):
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


def test_keys_expire_after_a_day() -> None:
    with mock_aws():
        client = dynamo_client()
        DynamoOrders(client, "orders").add(order(1), attempt())
        key = {"pk": {"S": "TENANT#acme"}, "sk": {"S": "KEY#key"}}

        kept = client.get_item(TableName="orders", Key=key)["Item"]

    assert int(kept["expires_at"]["N"]) > 0


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


def test_staff_find_an_order_by_its_id_alone(orders: Orders) -> None:
    fill(orders, order(1), order(2, tenant="globex"))

    assert orders.of_anybody("ord_002") == order(2, tenant="globex")


def test_an_order_of_nobody_is_unknown(orders: Orders) -> None:
    with pytest.raises(UnknownOrderError):
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
