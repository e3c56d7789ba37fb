"""The catalog's use cases."""

from services.catalog.model import Details, Product
from services.catalog.ports import Page, Products
from shared.ids import new_id
from shared.times import Clock, timestamp, utc_now
from shared.versions import Expectation, Versions


def add_product(details: Details, products: Products, now: Clock = utc_now) -> Product:
    """Put a new product on sale."""
    moment = now()
    product = Product(new_id("prd", moment.timestamp), details, timestamp(moment))
    products.add(product)
    return product


def read_product(product_id: str, products: Products) -> Product:
    """One product."""
    return products.get(product_id)


def read_products(product_ids: tuple[str, ...], products: Products) -> Page:
    """The existing products with these ids."""
    return Page(products.several(product_ids), None)


def list_category(category: str, limit: int, position: str | None, products: Products) -> Page:
    """A page of a category's products, oldest first."""
    return products.page(category, limit, position)


def change_product(
    product_id: str,
    details: Details,
    expected_versions: Versions,
    products: Products,
    now: Clock = utc_now,
) -> Product:
    """Change a product, in a version that the caller expects."""
    product = products.get(product_id)
    Expectation(expected_versions).check(product.version)
    changed = product.changed(details, timestamp(now()))
    products.save(changed)
    return changed


def remove_product(product_id: str, expected_versions: Versions, products: Products) -> None:
    """Take a product off the shelf, in a version that the caller expects."""
    product = products.get(product_id)
    Expectation(expected_versions).check(product.version)
    products.remove(product)
