"""The units that DynamoDB bills for products are those that `make cost` counts."""

from uuid import uuid4

from services.catalog.dynamodb import DynamoProducts
from services.catalog.model import Details, Price, Product
from shared.ids import new_id
from shared.product import NAME
from shared.times import timestamp, utc_now
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.units import Metered, counted

PAGE = 20


def lamp(category: str) -> Product:
    details = Details("A lamp for a desk", category, Price(1999, "EUR"), "It bends. " * 10)
    return Product(new_id("prd"), details, timestamp(utc_now()))


def test_products_take_the_units_that_are_counted(stack: Stack) -> None:
    metered, category = Metered(stack.aws("dynamodb")), f"lamps-{uuid4()}"
    products = DynamoProducts(metered, f"{NAME}-local-catalog")

    added = [lamp(category) for _ in range(PAGE + 1)]
    for product in added:
        products.add(product)
    assert metered.taken()[1] == len(added) * counted("POST /catalog/products")[1]
    products.page(category, PAGE, None)
    assert metered.taken() == counted("GET /catalog/products")
    changed = products.get(added[0].id).changed(added[1].details, timestamp(utc_now()))
    products.save(changed)
    assert metered.taken() == counted("PUT /catalog/products/{productId}")
