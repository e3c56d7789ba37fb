"""The usual service on FastAPI, with Mangum between it and Lambda."""

import logging
from http import HTTPStatus
from typing import Annotated

import orders
from fastapi import FastAPI, Header, HTTPException, Request
from mangum import Mangum
from schemas import Order, PlaceOrder

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)
app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)


def _tenant(request: Request) -> str:
    return str(request.scope["aws.event"]["requestContext"]["authorizer"]["tenant"])


@app.post("/orders", status_code=HTTPStatus.CREATED)
def place(
    body: PlaceOrder,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=128)],
    request: Request,
) -> Order:
    """Place an order."""
    order = orders.place(body, _tenant(request))
    logger.info("placed %s by %s", order.id, idempotency_key)
    return order


@app.get("/orders/{order_id}")
def read(order_id: str, request: Request) -> Order:
    """Read one of your orders."""
    order = orders.read(order_id, _tenant(request))
    if order is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"There is no order {order_id} of yours.")
    logger.info("read %s", order_id)
    return order


handle = Mangum(app, lifespan="off")
