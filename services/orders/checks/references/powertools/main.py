"""The usual service on Powertools: Logger, Tracer, Metrics and a resolver that validates."""

import warnings
from http import HTTPStatus
from typing import Annotated, Any

import orders
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.params import Header
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from schemas import Order, PlaceOrder

# As its documentation advises: a read counts nothing, and a warning would cost the reference time.
warnings.filterwarnings("ignore", "No application metrics to publish*")
logger = Logger()
tracer = Tracer()
metrics = Metrics()
app = APIGatewayRestResolver(enable_validation=True)


def _tenant() -> str:
    return str(app.current_event.request_context.authorizer["tenant"])


@app.post("/orders")
@tracer.capture_method
def place(
    body: PlaceOrder,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", min_length=1, max_length=128)],
) -> tuple[Order, int]:
    """Place an order."""
    order = orders.place(body, _tenant())
    metrics.add_metric(name="OrderPlaced", unit=MetricUnit.Count, value=1)
    logger.info("placed", extra={"order_id": order.id, "idempotency_key": idempotency_key})
    return order, HTTPStatus.CREATED


@app.get("/orders/<order_id>")
@tracer.capture_method
def read(order_id: str) -> Order:
    """Read one of your orders."""
    order = orders.read(order_id, _tenant())
    if order is None:
        raise NotFoundError(f"There is no order {order_id} of yours.")
    logger.info("read", extra={"order_id": order_id})
    return order


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST)
@tracer.capture_lambda_handler
@metrics.log_metrics(capture_cold_start_metric=True)
def handle(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one event."""
    return app.resolve(event, context)
