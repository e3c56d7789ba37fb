"""A walk through every route and use case of orders, for tests of the whole platform."""

from uuid import uuid4

from services.orders.tests.e2e.shop import on_sale, order, place
from tests.e2e.harness.stack import Stack


def ids(stack: Stack) -> dict[str, str]:
    """A thing that exists, by the name of its parameter in paths."""
    with stack.api("acme") as api:
        return {"orderId": place(api).json()["id"]}


def every_route(stack: Stack) -> None:
    with stack.api("acme") as api, stack.api("backoffice") as staff:
        first, second = (order(api, on_sale["lamp"]).json()["id"] for _ in range(2))
        page = api.get("/orders", params={"limit": 1}).json()
        again = {"items": [{"productId": on_sale["lamp"], "quantity": 1}]}
        key = {"Idempotency-Key": str(uuid4())}
        answers = [
            api.get("/orders", params={"limit": 1, "cursor": page["nextCursor"]}),
            api.get("/orders", params={"status": "placed"}),
            api.get(f"/orders/{first}"),
            api.post("/orders", json=again, headers=key),
            api.post("/orders", json=again, headers=key),
            api.post(f"/orders/{first}/cancel"),
            staff.post(f"/orders/{second}/ship"),
            staff.post(f"/orders/{second}/deliver"),
        ]
    assert [each.status_code for each in answers] == [200, 200, 200, 201, 201, 200, 200, 200]
