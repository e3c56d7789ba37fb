"""The use cases of the catalog: ids, versions and times of products."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.catalog.model import Details, Price, Product
from services.catalog.tests.products_in_memory import InMemoryProducts
from services.catalog.use_cases import (
    add_product,
    change_product,
    list_category,
    read_product,
    read_products,
    remove_product,
)
from shared.ids import is_id, new_id
from shared.versions import PreconditionFailedError, PreconditionRequiredError, Versions

NOON = "2026-11-24T12:00:00.000Z"
LAMP = Details("Lamp", "lighting", Price(1999, "EUR"))
BULB = Details("Bulb", "lighting", Price(299, "EUR"))
PRODUCT = Product("prd_1", LAMP, "2026-11-24T10:00:00.000Z", version=3)


def noon() -> datetime:
    return datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_a_new_product_is_kept_with_an_id_of_its_moment() -> None:
    products = InMemoryProducts()

    product = add_product(LAMP, products, noon)

    assert (product.details, product.updated_at, product.version) == (LAMP, NOON, 1)
    assert is_id("prd", product.id)
    assert product.id[:14] == new_id("prd", noon().timestamp)[:14]
    assert read_product(product.id, products) == product


def test_a_changed_product_is_kept_in_its_next_version() -> None:
    products = InMemoryProducts(PRODUCT)

    changed = change_product("prd_1", BULB, {3}, products, noon)

    assert changed == Product("prd_1", BULB, NOON, version=4)
    assert read_product("prd_1", products) == changed


@pytest.mark.parametrize(
    ("versions", "error"), [({2}, PreconditionFailedError), (None, PreconditionRequiredError)]
)
def test_a_version_that_nobody_named_stays(versions: Versions, error: type[Exception]) -> None:
    products = InMemoryProducts(PRODUCT)

    with pytest.raises(error):
        change_product("prd_1", BULB, versions, products, noon)
    with pytest.raises(error):
        remove_product("prd_1", versions, products)

    assert read_product("prd_1", products) == PRODUCT


def test_a_removed_product_is_on_no_list() -> None:
    products = InMemoryProducts(PRODUCT)

    remove_product("prd_1", {3}, products)

    assert list_category("lighting", 9, None, products).products == ()
    assert read_products(("prd_1",), products).products == ()


def test_a_list_begins_after_its_position() -> None:
    products = InMemoryProducts(*(replace(PRODUCT, id=f"prd_{number}") for number in range(5)))

    page = list_category("lighting", 2, "prd_1", products)

    assert [each.id for each in page.products] == ["prd_2", "prd_3"]
    assert page.next_position == "prd_3"


def test_products_by_id_are_one_page() -> None:
    page = read_products(("prd_1", "prd_2"), InMemoryProducts(PRODUCT))

    assert (page.products, page.next_position) == ((PRODUCT,), None)
