"""Routes of orders: HTTP in, HTTP out."""

from dataclasses import dataclass
from http import HTTPStatus

from services.orders.model import (
    MAX_AMOUNT,
    MixedCurrenciesError,
    Money,
    Order,
    Status,
    TooExpensiveError,
    Wish,
    WrongStatusError,
)
from services.orders.ports import (
    Catalog,
    Figures,
    OrderChangedError,
    Orders,
    UnknownOrderError,
    UnknownProductError,
)
from services.orders.schemas import (
    EXAMPLE_ID,
    EXAMPLE_PRODUCT,
    ListOrders,
    OrderBody,
    OrderPage,
    PlaceOrder,
    PlaceOrderHeaders,
)
from services.orders.use_cases import (
    cancel_order,
    deliver_order,
    list_orders,
    place_order,
    read_order,
    ship_order,
)
from shared.idempotency import Attempt, AttemptUnderWayError, KeyReusedError, fingerprint
from shared.pagination import Cursors
from shared.routes import Request, Response, Routes
from shared.service_calls import ServiceUnavailableError
from shared.versions import PreconditionFailedError
from shared.versions.etags import (
    TAG_HEADERS,
    IfMatchHeaders,
    IfNoneMatchHeaders,
    etag,
    expected_versions,
    is_known,
)

MOVES = (UnknownOrderError, WrongStatusError, OrderChangedError, PreconditionFailedError)

routes = Routes("orders", groups={"customer": ["read", "write"], "staff": ["admin"]})
routes.problem(UnknownOrderError, HTTPStatus.NOT_FOUND, example=UnknownOrderError(EXAMPLE_ID))
routes.problem(
    WrongStatusError,
    HTTPStatus.CONFLICT,
    example=WrongStatusError(EXAMPLE_ID, Status.DELIVERED, Status.PLACED, Status.SHIPPED),
)
routes.problem(OrderChangedError, HTTPStatus.CONFLICT, example=OrderChangedError(EXAMPLE_ID))
routes.problem(AttemptUnderWayError, HTTPStatus.CONFLICT, {"Retry-After": "1"})
routes.problem(KeyReusedError, HTTPStatus.UNPROCESSABLE_ENTITY)
routes.problem(MixedCurrenciesError, HTTPStatus.UNPROCESSABLE_ENTITY)
routes.problem(
    TooExpensiveError,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    example=TooExpensiveError(Money(2 * MAX_AMOUNT, "EUR")),
)
routes.problem(
    UnknownProductError,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    example=UnknownProductError(EXAMPLE_PRODUCT),
)
routes.problem(
    ServiceUnavailableError,
    HTTPStatus.SERVICE_UNAVAILABLE,
    {"Retry-After": "5"},
    example=ServiceUnavailableError("catalog"),
)


@dataclass(frozen=True)
class Shop:
    """The dependencies of the routes."""

    orders: Orders
    catalog: Catalog
    figures: Figures
    cursors: Cursors


@routes.post(
    "/orders",
    body=PlaceOrder,
    headers=PlaceOrderHeaders,
    answer=OrderBody,
    status=HTTPStatus.CREATED,
    errors=[
        AttemptUnderWayError,
        KeyReusedError,
        MixedCurrenciesError,
        TooExpensiveError,
        UnknownProductError,
        ServiceUnavailableError,
    ],
)
def place(request: Request[PlaceOrder], shop: Shop) -> Response:
    """Place an order at the catalog's prices; a repeated key places nothing new."""
    key, tenant = request.headers.idempotency_key, request.principal.tenant
    attempt = Attempt(
        tenant, key, fingerprint(request.body.model_dump_json()), request.correlation_id
    )
    order = place_order(request.body.to(Wish), attempt, shop.orders, shop.catalog, shop.figures)
    location = {"Location": f"/v1/orders/{order.id}", "ETag": etag(order.version)}
    return Response(HTTPStatus.CREATED, OrderBody.of(order), location)


@routes.get("/orders", query=ListOrders, answer=OrderPage)
def list_mine(request: Request[None], shop: Shop) -> Response:
    """List your orders, newest first."""
    query, tenant = request.query, request.principal.tenant
    bound_to = ("orders", tenant, query.status or "any")
    position = shop.cursors.read(query.cursor, *bound_to) if query.cursor else None
    page = list_orders(tenant, query.limit, position, query.status, shop.orders)
    following = page.next_position and shop.cursors.write(page.next_position, *bound_to)
    body = OrderPage(items=[OrderBody.of(order) for order in page.orders], next_cursor=following)
    return Response(HTTPStatus.OK, body)


@routes.get(
    "/orders/{orderId}",
    headers=IfNoneMatchHeaders,
    answer=OrderBody,
    errors=[UnknownOrderError],
)
def read(request: Request[None], shop: Shop) -> Response:
    """Read one of your orders."""
    order = read_order(request.path["orderId"], request.principal.tenant, shop.orders)
    if is_known(request.headers.if_none_match, etag(order.version)):
        headers = {"ETag": etag(order.version), **TAG_HEADERS}
        return Response(HTTPStatus.NOT_MODIFIED, headers=headers)
    return _shown(order)


@routes.post("/orders/{orderId}/cancel", headers=IfMatchHeaders, answer=OrderBody, errors=MOVES)
def cancel(request: Request[None], shop: Shop) -> Response:
    """Cancel one of your orders, before it ships."""
    expected, tenant = expected_versions(request.headers), request.principal.tenant
    return _shown(cancel_order(request.path["orderId"], tenant, expected, shop.orders))


@routes.post(
    "/orders/{orderId}/ship",
    headers=IfMatchHeaders,
    answer=OrderBody,
    errors=MOVES,
    scope="orders/admin",
)
def ship(request: Request[None], shop: Shop) -> Response:
    """Send a placed order on its way; for staff."""
    expected = expected_versions(request.headers)
    return _shown(ship_order(request.path["orderId"], expected, shop.orders))


@routes.post(
    "/orders/{orderId}/deliver",
    headers=IfMatchHeaders,
    answer=OrderBody,
    errors=MOVES,
    scope="orders/admin",
)
def deliver(request: Request[None], shop: Shop) -> Response:
    """Hand a shipped order over; for staff."""
    expected = expected_versions(request.headers)
    return _shown(deliver_order(request.path["orderId"], expected, shop.orders))


def _shown(order: Order) -> Response:
    headers = {"ETag": etag(order.version), **TAG_HEADERS}
    return Response(HTTPStatus.OK, OrderBody.of(order), headers)
