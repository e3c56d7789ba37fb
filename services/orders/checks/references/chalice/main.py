"""The usual Chalice service: its router, Pydantic at the edge, boto3's resource."""

import orders
from chalice import BadRequestError, Chalice, NotFoundError, Response
from pydantic import ValidationError
from schemas import PlaceOrder

app = Chalice(app_name="orders")
app.log.setLevel("INFO")
handle = app


def _tenant() -> str:
    return str(app.current_request.context["authorizer"]["tenant"])


@app.route("/orders", methods=["POST"])
def place() -> Response:
    """Place an order."""
    key = app.current_request.headers.get("idempotency-key")
    if not key:
        raise BadRequestError("Idempotency-Key is missing.")
    try:
        body = PlaceOrder.model_validate_json(app.current_request.raw_body)
    except ValidationError as error:
        raise BadRequestError(str(error)) from error
    order = orders.place(body, _tenant())
    app.log.info("placed %s by %s", order.id, key)
    return Response(
        body=order.model_dump_json(by_alias=True),
        status_code=201,
        headers={"Content-Type": "application/json"},
    )


@app.route("/orders/{orderId}", methods=["GET"])
def read(orderId: str) -> Response:  # noqa: N803 - as the path names it
    """Read one of your orders."""
    order = orders.read(orderId, _tenant())
    if order is None:
        raise NotFoundError(f"There is no order {orderId} of yours.")
    app.log.info("read %s", orderId)
    return Response(
        body=order.model_dump_json(by_alias=True), headers={"Content-Type": "application/json"}
    )
