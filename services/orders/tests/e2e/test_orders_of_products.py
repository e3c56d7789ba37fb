"""Orders of products: prices from the catalog, shipment, status, figures."""

from services.catalog.tests.e2e.products import sell
from services.orders.tests.e2e.shop import on_sale, order
from shared.product import NAME, TITLE
from tests.e2e.harness.logs import eventually, log_lines
from tests.e2e.harness.stack import Stack


def test_an_order_costs_what_the_catalog_says(stack: Stack) -> None:
    first, second = sell(stack, "Lamp", 1999), sell(stack, "Bulb", 1)

    with stack.api("acme") as api:
        placed = order(api, first, second).json()

    assert placed["total"] == {"amount": 2000, "currency": "EUR"}
    assert [each["unitPrice"]["amount"] for each in placed["items"]] == [1999, 1]


def test_what_is_not_on_sale_is_not_ordered(stack: Stack) -> None:
    unknown = "prd_00000000000000000000000000"

    with stack.api("acme") as api:
        answer = order(api, on_sale["lamp"], unknown)

    assert answer.status_code == 422
    assert unknown in answer.json()["detail"]


def test_staff_ship_and_deliver_and_nobody_else(stack: Stack) -> None:
    with stack.api("acme") as acme, stack.api("backoffice") as staff:
        path = f"/orders/{order(acme, on_sale['lamp']).json()['id']}"
        own = acme.post(f"{path}/ship")
        early = staff.post(f"{path}/deliver")
        shipped = staff.post(f"{path}/ship")
        late = acme.post(f"{path}/cancel")
        delivered = staff.post(f"{path}/deliver", headers={"If-Match": shipped.headers["ETag"]})

    statuses = [each.status_code for each in (own, early, shipped, late, delivered)]
    assert statuses == [403, 409, 200, 409, 200]
    assert delivered.json()["status"] == "delivered"


def test_orders_are_listed_by_status(stack: Stack) -> None:
    with stack.api("globex") as api:
        placed = order(api, on_sale["lamp"]).json()["id"]
        cancelled = order(api, on_sale["lamp"]).json()["id"]
        api.post(f"/orders/{cancelled}/cancel")
        page = api.get("/orders", params={"status": "cancelled"}).json()["items"]

    assert {each["status"] for each in page} == {"cancelled"}
    assert cancelled in {each["id"] for each in page}
    assert placed not in {each["id"] for each in page}


def test_the_catalog_call_is_one_of_the_consumers_request(stack: Stack) -> None:
    product = sell(stack, "Correlated", 5)

    with stack.api("acme") as api:
        request_id = order(api, product).headers["x-amzn-RequestId"]

    lines = log_lines(stack, f"/aws/lambda/{NAME}-local-catalog", request_id)
    assert [line["correlation_id"] for line in lines] == [request_id]


def test_placed_orders_are_counted_in_cloudwatch(stack: Stack) -> None:
    with stack.api("acme") as api:
        order(api, on_sale["lamp"])

    def counted() -> bool:
        metrics = stack.aws("cloudwatch").list_metrics(Namespace=TITLE)["Metrics"]
        return {"OrdersPlaced", "OrderValue"} <= {each["MetricName"] for each in metrics}

    assert eventually(counted)
