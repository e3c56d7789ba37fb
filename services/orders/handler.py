"""Routes of orders: HTTP in, HTTP out."""

import hashlib
from dataclasses import dataclass
from http import HTTPStatus

from services.orders.model import MixedCurrenciesError, Status, TooLateError
from services.orders.ports import (
    Attempt,
    AttemptUnderWayError,
    KeyReusedError,
    OrderChangedError,
    Orders,
    UnknownOrderError,
)
from services.orders.schemas import (
    EXAMPLE_ID,
    ListOrders,
    OrderBody,
    OrderPage,
    PlaceOrder,
    PlaceOrderHeaders,
)
from services.orders.use_cases import cancel_order, list_orders, place_order, read_order
from shared.pagination import Cursors
from shared.routes import Request, Response, Routes

routes = Routes("orders")
routes.problem(UnknownOrderError, HTTPStatus.NOT_FOUND, example=UnknownOrderError(EXAMPLE_ID))
routes.problem(TooLateError, HTTPStatus.CONFLICT, example=TooLateError(EXAMPLE_ID, Status.SHIPPED))
routes.problem(OrderChangedError, HTTPStatus.CONFLICT, example=OrderChangedError(EXAMPLE_ID))
routes.problem(AttemptUnderWayError, HTTPStatus.CONFLICT, {"Retry-After": "1"})
routes.problem(KeyReusedError, HTTPStatus.UNPROCESSABLE_ENTITY)
routes.problem(MixedCurrenciesError, HTTPStatus.UNPROCESSABLE_ENTITY)


@dataclass(frozen=True)
class Shop:
    """What the routes work on."""

    orders: Orders
    cursors: Cursors


@routes.post(
    "/orders",
    body=PlaceOrder,
    headers=PlaceOrderHeaders,
    answer=OrderBody,
    status=HTTPStatus.CREATED,
    errors=[AttemptUnderWayError, KeyReusedError, MixedCurrenciesError],
)
def place(request: Request[PlaceOrder], shop: Shop) -> Response:
    """Place an order; a repeated key places nothing new."""
    fingerprint = hashlib.sha256(request.body.model_dump_json().encode()).hexdigest()
    attempt = Attempt(request.principal.tenant, request.headers.idempotency_key, fingerprint)
    order = place_order(request.body.to_items(), attempt, shop.orders)
    location = {"Location": f"/v1/orders/{order.id}"}
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


@routes.get("/orders/{orderId}", answer=OrderBody, errors=[UnknownOrderError])
def read(request: Request[None], shop: Shop) -> Response:
    """Read one of your orders."""
    order = read_order(request.path["orderId"], request.principal.tenant, shop.orders)
    return Response(HTTPStatus.OK, OrderBody.of(order))


@routes.post(
    "/orders/{orderId}/cancel",
    answer=OrderBody,
    errors=[UnknownOrderError, TooLateError, OrderChangedError],
)
def cancel(request: Request[None], shop: Shop) -> Response:
    """Cancel one of your orders, before it ships."""
    order = cancel_order(request.path["orderId"], request.principal.tenant, shop.orders)
    return Response(HTTPStatus.OK, OrderBody.of(order))
