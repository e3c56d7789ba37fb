"""Routes of the catalog: HTTP in, HTTP out."""

from dataclasses import dataclass
from http import HTTPStatus

from services.catalog.model import Details
from services.catalog.ports import Page, Products, UnknownProductError
from services.catalog.schemas import (
    ListProducts,
    ProductBody,
    ProductDetails,
    ProductPage,
)
from services.catalog.use_cases import (
    add_product,
    change_product,
    list_category,
    read_product,
    read_products,
    remove_product,
)
from shared.pagination import Cursors
from shared.problems import FieldError, ProblemError
from shared.routes import Cached, Request, Response, Routes
from shared.versions import PreconditionFailedError, PreconditionRequiredError
from shared.versions.etags import (
    TAG_HEADERS,
    IfMatchHeaders,
    IfNoneMatchHeaders,
    etag,
    expected_versions,
    is_known,
)

CACHED = Cached(seconds=60, keys=("path.productId", "header.If-None-Match"))
CHANGES = (UnknownProductError, PreconditionFailedError, PreconditionRequiredError)

routes = Routes("catalog", groups={"customer": ["read"], "staff": ["admin"]})
routes.problem(UnknownProductError, HTTPStatus.NOT_FOUND)


@dataclass(frozen=True)
class Shelf:
    """The dependencies of the routes."""

    products: Products
    cursors: Cursors


@routes.get("/catalog/products", query=ListProducts, answer=ProductPage)
def list_products(request: Request[None], shelf: Shelf) -> Response:
    """List a category's products, or look several up by their ids."""
    query, tenant = request.query, request.principal.tenant
    if (query.category is None) == (query.ids is None):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            "The query is not valid.",
            errors=(FieldError(field="category", detail="Give either a category or ids"),),
        )
    if query.ids is not None:
        return _page(read_products(tuple(query.ids.split(",")), shelf.products), None)
    bound_to = ("products", tenant, query.category)
    position = shelf.cursors.read(query.cursor, *bound_to) if query.cursor else None
    page = list_category(query.category, query.limit, position, shelf.products)
    following = page.next_position
    return _page(page, shelf.cursors.write(following, *bound_to) if following else None)


@routes.get(
    "/catalog/products/{productId}",
    headers=IfNoneMatchHeaders,
    answer=ProductBody,
    errors=[UnknownProductError],
    cached=CACHED,
    direct="read_product",
)
def read(request: Request[None], shelf: Shelf) -> Response:
    """Read one product."""
    product = read_product(request.path["productId"], shelf.products)
    headers = {"ETag": etag(product.version), **TAG_HEADERS}
    if is_known(request.headers.if_none_match, etag(product.version)):
        return Response(HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(HTTPStatus.OK, ProductBody.of(product), headers)


@routes.post(
    "/catalog/products", body=ProductDetails, answer=ProductBody, status=HTTPStatus.CREATED
)
def add(request: Request[ProductDetails], shelf: Shelf) -> Response:
    """Put a new product on sale."""
    product = add_product(request.body.to(Details), shelf.products)
    location = {"Location": f"/v1/catalog/products/{product.id}", "ETag": etag(product.version)}
    return Response(HTTPStatus.CREATED, ProductBody.of(product), location)


@routes.put(
    "/catalog/products/{productId}",
    body=ProductDetails,
    headers=IfMatchHeaders,
    answer=ProductBody,
    errors=CHANGES,
)
def change(request: Request[ProductDetails], shelf: Shelf) -> Response:
    """Change a product that nobody else has changed meanwhile."""
    details, expected = request.body.to(Details), expected_versions(request.headers)
    product = change_product(request.path["productId"], details, expected, shelf.products)
    return Response(HTTPStatus.OK, ProductBody.of(product), {"ETag": etag(product.version)})


@routes.delete(
    "/catalog/products/{productId}",
    headers=IfMatchHeaders,
    status=HTTPStatus.NO_CONTENT,
    errors=CHANGES,
)
def remove(request: Request[None], shelf: Shelf) -> Response:
    """Take a product off the shelf."""
    expected = expected_versions(request.headers)
    remove_product(request.path["productId"], expected, shelf.products)
    return Response(HTTPStatus.NO_CONTENT)


def _page(page: Page, cursor: str | None) -> Response:
    items = [ProductBody.of(product) for product in page.products]
    return Response(HTTPStatus.OK, ProductPage(items=items, next_cursor=cursor))
