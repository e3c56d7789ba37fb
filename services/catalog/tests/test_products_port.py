"""The contract of the port `Products`: the in-memory fake and the DynamoDB adapter keep it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from services.catalog.dynamodb import DynamoProducts
from services.catalog.model import Details, Price, Product
from services.catalog.ports import Products, UnknownProductError
from services.catalog.tests.products_in_memory import InMemoryProducts
from shared.attributes import to_attributes
from shared.tables import LostRaceError, StillUnprocessedError
from shared.versions import PreconditionFailedError
from tests.harness.round_trip import comes_back_whole

KEYS = ("pk", "sk", "category", "id")


def dynamo_client() -> Any:
    """A client of a table with the keys of terraform/services/catalog."""
    client = boto3.client(
        "dynamodb",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    client.create_table(
        TableName="catalog",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in KEYS],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_category",
                "KeySchema": [
                    {"AttributeName": "category", "KeyType": "HASH"},
                    {"AttributeName": "id", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    return client


@pytest.fixture(params=["memory", "dynamodb"])
def products(request: pytest.FixtureRequest) -> Iterator[Products]:
    if request.param == "memory":
        yield InMemoryProducts()
        return
    with mock_aws():
        yield DynamoProducts(dynamo_client(), "catalog")


def product(number: int, category: str = "lighting", **changed: Any) -> Product:
    details = Details(f"Lamp {number}", category, Price(100 * number, "EUR"), "Bends.")
    return replace(Product(f"prd_{number:03}", details, "2026-11-24T10:00:00.000Z"), **changed)


def fill(products: Products, *added: Product) -> None:
    for each in added:
        products.add(each)


def walk(products: Products, category: str, limit: int) -> list[str]:
    """The ids of all pages."""
    page = products.page(category, limit, None)
    ids = [each.id for each in page.products]
    while page.next_position:
        page = products.page(category, limit, page.next_position)
        ids += [each.id for each in page.products]
    return ids


def test_adding_the_same_product_once_more_changes_nothing(products: Products) -> None:
    fill(products, product(1), product(1))

    assert products.get("prd_001") == product(1)


def test_a_product_does_not_take_the_place_of_another() -> None:
    with mock_aws():
        products = DynamoProducts(dynamo_client(), "catalog")
        fill(products, product(1))

        with pytest.raises(LostRaceError):
            products.add(product(1, category="furniture"))


def test_what_was_added_is_found(products: Products) -> None:
    products.add(product(1))

    assert products.get("prd_001") == product(1)


def test_a_product_needs_no_description(products: Products) -> None:
    plain = replace(product(1), details=replace(product(1).details, description=None))
    products.add(plain)

    assert products.get("prd_001") == plain


def test_what_is_not_there_is_unknown(products: Products) -> None:
    with pytest.raises(UnknownProductError):
        products.get("prd_001")


def test_the_next_version_replaces_the_one_before(products: Products) -> None:
    products.add(product(1))
    changed = product(1).changed(product(2).details, "later")

    products.save(changed)

    assert products.get("prd_001") == changed


def test_a_version_that_was_replaced_cannot_be_changed(products: Products) -> None:
    products.add(product(1))
    products.save(product(1).changed(product(2).details, "later"))

    with pytest.raises(PreconditionFailedError):
        products.save(product(1).changed(product(3).details, "latest"))


def test_a_removed_product_is_gone(products: Products) -> None:
    fill(products, product(1), product(2))

    products.remove(product(1))

    assert products.several(("prd_001", "prd_002")) == (product(2),)
    assert walk(products, "lighting", 10) == ["prd_002"]


def test_a_version_that_was_replaced_cannot_be_removed(products: Products) -> None:
    products.add(product(1))
    products.save(product(1).changed(product(2).details, "later"))

    with pytest.raises(PreconditionFailedError):
        products.remove(product(1))


def test_a_removed_product_cannot_be_changed(products: Products) -> None:
    products.add(product(1))
    products.remove(product(1))

    with pytest.raises(PreconditionFailedError):
        products.save(product(1).changed(product(2).details, "later"))


def test_several_come_in_the_order_asked_for_once_each(products: Products) -> None:
    fill(products, *(product(number) for number in range(1, 4)))

    several = products.several(("prd_003", "prd_009", "prd_001", "prd_003"))

    assert [each.id for each in several] == ["prd_003", "prd_001"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_a_walk_finds_each_product_of_the_category_once(products: Products, limit: int) -> None:
    fill(products, *(product(number) for number in range(1, 8)), product(8, "other"))

    assert walk(products, "lighting", limit) == [f"prd_{number:03}" for number in range(1, 8)]


def test_a_product_moves_to_its_new_category(products: Products) -> None:
    products.add(product(1))

    products.save(product(1).changed(product(1, "other").details, "later"))

    assert (walk(products, "lighting", 9), walk(products, "other", 9)) == ([], ["prd_001"])


def test_an_id_too_long_for_a_key_is_unknown_and_not_looked_up() -> None:
    nothing_to_call: Any = object()
    products = DynamoProducts(nothing_to_call, "catalog")

    with pytest.raises(UnknownProductError):
        products.get("x" * 2049)

    assert products.several(("x" * 2049,)) == ()


class Busy:
    """A client that leaves all keys of its first batches unprocessed."""

    def __init__(self, client: Any, batches: int) -> None:
        self._client = client
        self._left = batches

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def batch_get_item(self, **request: Any) -> Any:
        if not self._left:
            return self._client.batch_get_item(**request)
        self._left -= 1
        return {"Responses": {}, "UnprocessedKeys": request["RequestItems"]}


def test_what_dynamodb_leaves_for_later_is_asked_for_again_after_a_pause() -> None:
    pauses: list[float] = []
    with mock_aws():
        products = DynamoProducts(Busy(dynamo_client(), 3), "catalog", pauses.append)
        products.add(product(1))

        assert products.several(("prd_001",)) == (product(1),)

    assert len(pauses) == 3
    assert all(0 <= pause < 0.4 for pause in pauses)


def test_what_dynamodb_leaves_for_ever_fails_loudly() -> None:
    with mock_aws():
        products = DynamoProducts(Busy(dynamo_client(), 99), "catalog", lambda _: None)

        with pytest.raises(StillUnprocessedError):
            products.several(("prd_001",))


test_a_product_comes_back_whole = comes_back_whole(
    Product,
    dynamo_client,
    lambda client: DynamoProducts(client, "catalog"),
    DynamoProducts.add,
    lambda products, product: products.get(product.id),
)


def test_a_product_has_the_attributes_that_it_always_had() -> None:
    """Products of earlier versions are read, and earlier versions and templates read these."""
    with mock_aws():
        client = dynamo_client()
        DynamoProducts(client, "catalog").add(product(1))
        key = to_attributes({"pk": "PRODUCT#prd_001", "sk": "PRODUCT"})

        item = client.get_item(TableName="catalog", Key=key)["Item"]

    assert item == key | to_attributes(
        {
            "category": "lighting",
            "id": "prd_001",
            "name": "Lamp 1",
            "description": "Bends.",
            "amount": 100,
            "currency": "EUR",
            "updated_at": "2026-11-24T10:00:00.000Z",
            "version": 1,
        }
    )
