"""Catalog and orders through the gateway, with its cache and its direct route."""

import json
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.e2e.conftest import Stack, on_sale
from tests.e2e.test_the_main_job import eventually

FRESH = {"Cache-Control": "max-age=0"}


def order(api: httpx.Client, *product_ids: str) -> httpx.Response:
    items = [{"productId": each, "quantity": 1} for each in product_ids]
    return api.post("/orders", json={"items": items}, headers={"Idempotency-Key": str(uuid4())})


def log_lines(stack: Stack, group: str, text: str) -> list[dict[str, Any]]:
    """The lines with the text; waits for the first, because a line follows its answer."""
    deadline = time.monotonic() + 10
    lines: list[dict[str, Any]] = []
    while not lines and time.monotonic() < deadline:
        pages = stack.aws("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
        messages = [event["message"] for page in pages for event in page["events"]]
        lines = [json.loads(each) for each in messages if text in each and each.startswith("{")]
    return lines


def test_one_product_comes_from_the_gateway_and_the_list_from_the_function(stack: Stack) -> None:
    product_id = stack.sell("Bulb", 300, "bulbs")

    with stack.api("acme") as api:
        one = api.get(f"/catalog/products/{product_id}")
        many = api.get("/catalog/products", params={"ids": product_id})

    assert one.status_code == 200
    assert [one.json()] == many.json()["items"]
    assert one.headers["ETag"] == '"1"'


def test_a_cached_product_reaches_no_integration(stack: Stack) -> None:
    path = f"/catalog/products/{stack.sell('Cached', 1)}"

    with stack.api("acme") as api:
        ids = [api.get(path).headers["x-amzn-RequestId"] for _ in range(2)]

    lines = [log_lines(stack, "/groundplan/local/gateway/access", each)[0] for each in ids]
    assert [line["integration_status"] for line in lines] == ["200", "-"]


def test_a_known_product_is_not_sent_again(stack: Stack) -> None:
    path = f"/catalog/products/{on_sale['lamp']}"

    with stack.api("acme") as api:
        tag = api.get(path).headers["ETag"]
        again = api.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("product_id", ["prd_00000000000000000000000000", "a'b", "..%2F..", "é"])
def test_a_product_that_is_not_there_is_a_problem(stack: Stack, product_id: str) -> None:
    with stack.api("acme") as api:
        answer = api.get(f"/catalog/products/{product_id}")

    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such product.")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_cached_problem_has_no_request_of_somebody_else(stack: Stack) -> None:
    path = f"/catalog/products/prd_{uuid4().hex[:26]}"

    with stack.api("acme") as api, stack.api("backoffice") as other:
        answers = [api.get(path), other.get(path)]

    assert [each.json()["requestId"] for each in answers] == ["see the header x-amzn-RequestId"] * 2
    assert answers[0].headers["x-amzn-RequestId"] != answers[1].headers["x-amzn-RequestId"]


def test_who_may_write_sees_a_change_at_once(stack: Stack) -> None:
    path = f"/catalog/products/{stack.sell('Old name', 1)}"
    changed = {"name": "New", "category": "lamps", "price": {"amount": 2, "currency": "EUR"}}

    with stack.api("backoffice") as merchant, stack.api("acme") as reader:
        tag = merchant.get(path).headers["ETag"]
        saved = merchant.put(path, json=changed, headers={"If-Match": tag})
        stale = reader.get(path, headers=FRESH)
        fresh = merchant.get(path, headers=FRESH)

    assert saved.status_code == 200
    assert (stale.json()["name"], stale.headers["Warning"][:3]) == ("Old name", "199")
    assert (fresh.json()["name"], fresh.headers["ETag"]) == ("New", '"2"')


def test_a_change_names_its_version(stack: Stack) -> None:
    path = f"/catalog/products/{stack.sell('Lamp', 1)}"
    body = {"name": "New", "category": "lamps", "price": {"amount": 2, "currency": "EUR"}}

    with stack.api("backoffice") as merchant:
        without = merchant.put(path, json=body)
        stale = merchant.delete(path, headers={"If-Match": '"9"'})
        gone = merchant.delete(path, headers={"If-Match": '"1"'})

    assert [each.status_code for each in (without, stale, gone)] == [428, 412, 204]


def test_readers_cannot_change_the_catalog(stack: Stack) -> None:
    with stack.api("acme") as api:
        answer = api.post("/catalog/products", json={})

    assert answer.status_code == 403


def test_an_order_costs_what_the_catalog_says(stack: Stack) -> None:
    first, second = stack.sell("Lamp", 1999), stack.sell("Bulb", 1)

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
    product = stack.sell("Correlated", 5)

    with stack.api("acme") as api:
        request_id = order(api, product).headers["x-amzn-RequestId"]

    lines = log_lines(stack, "/aws/lambda/groundplan-local-catalog", request_id)
    assert [line["correlation_id"] for line in lines] == [request_id]


def test_a_log_level_is_switched_without_a_deployment(stack: Stack) -> None:
    switched = stack.make("log-level-catalog", "LEVEL=DEBUG").stdout
    status = stack.make("log-level-catalog").stdout
    refused = stack.make("log-level-catalog", "LEVEL=LOUD", check=False)
    stack.make("log-level-catalog", "LEVEL=INFO 0.01")

    assert "catalog logs at DEBUG in local" in switched
    assert "catalog logs at DEBUG in local" in status
    assert refused.returncode != 0
    assert "'LOUD' is no level" in refused.stdout


def test_placed_orders_are_counted_in_cloudwatch(stack: Stack) -> None:
    with stack.api("acme") as api:
        order(api, on_sale["lamp"])

    def counted() -> bool:
        metrics = stack.aws("cloudwatch").list_metrics(Namespace="Groundplan")["Metrics"]
        return {"OrdersPlaced", "OrderValue"} <= {each["MetricName"] for each in metrics}

    assert eventually(counted)
