"""Consumers' orders when a service breaks while it handles them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from uuid import uuid4

import httpx

from services.catalog.tests.e2e.products import sell
from services.orders.tests.e2e.shop import on_sale
from shared.product import NAME
from tests.e2e.harness.logs import PROBLEM
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.workers import kill_once, workers_of

CATALOG, ORDERS = f"{NAME}-local-catalog", f"{NAME}-local-orders"
ATTEMPTS = 10


def order(api: httpx.Client, product_id: str, key: str, quantity: int = 1) -> httpx.Response:
    body = {"items": [{"productId": product_id, "quantity": quantity}]}
    return api.post("/orders", json=body, headers={"Idempotency-Key": key})


def orders_of(api: httpx.Client, product_id: str) -> list[str]:
    """Ids of all the caller's orders of the product, from every page."""
    ids, query = [], {"limit": "100"}
    while True:
        page = api.get("/orders", params=query).json()
        ids += [each["id"] for each in page["items"] if each["items"][0]["productId"] == product_id]
        if "nextCursor" not in page:
            return ids
        query["cursor"] = page["nextCursor"]


@contextmanager
def closed(stack: Stack, function: str) -> Iterator[None]:
    """Set the function's concurrency to zero: it takes no requests."""
    functions = stack.aws("lambda")
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=function)


def test_without_the_catalog_nothing_is_ordered_and_a_retry_is_good_afterwards(
    stack: Stack,
) -> None:
    product_id, key = sell(stack, "Out of reach", 5), str(uuid4())

    with stack.api("acme") as api:
        with closed(stack, CATALOG):
            refused = order(api, product_id, key)
            meanwhile = orders_of(api, product_id)
        placed = order(api, product_id, key)
        afterwards = orders_of(api, product_id)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.json()["detail"].startswith("catalog cannot be asked now; nothing was changed")
    assert meanwhile == []
    assert (placed.status_code, afterwards) == (201, [placed.json()["id"]])


def test_a_crash_between_the_write_and_the_answer_loses_nothing_and_repeats_nothing(
    stack: Stack,
) -> None:
    with stack.api("acme") as api:
        product_id, key, unanswered = unanswered_order(stack, api)
        stored = orders_of(api, product_id)
        read = api.get(f"/orders/{stored[0]}").json()
        again = [order(api, product_id, key) for _ in range(2)]
        other = order(api, product_id, key, quantity=2)
        left = orders_of(api, product_id)

    assert (unanswered.status_code, unanswered.headers["content-type"]) == (502, PROBLEM)
    assert len(stored) == 1
    assert [(each.status_code, each.json()) for each in again] == [(201, read)] * 2
    assert (other.status_code, left) == (422, stored)


def unanswered_order(stack: Stack, api: httpx.Client) -> tuple[str, str, httpx.Response]:
    """A product and a key whose order was stored by a function that crashed before it answered."""
    for _ in range(ATTEMPTS):
        product_id, key = sell(stack, "Ordered in a crash", 5), str(uuid4())
        order(api, on_sale["lamp"], str(uuid4()))  # somebody runs, and knows the catalog
        workers, is_kept = workers_of(stack, ORDERS), kept(stack, product_id)
        with ThreadPoolExecutor(1) as caller:
            answer = caller.submit(order, api, product_id, key)
            killed = kill_once(is_kept, workers, answer.done)
        if killed and answer.result().status_code >= 500:
            return product_id, key, answer.result()
    raise AssertionError(f"{ATTEMPTS} times the answer was quicker than the end")


def kept(stack: Stack, product_id: str) -> Callable[[], bool]:
    """A check whether acme's newest order in the table is of the product."""
    table = stack.aws("dynamodb")

    def is_kept() -> bool:
        answer = table.query(
            TableName=ORDERS,
            IndexName="by_status",
            KeyConditionExpression="tenant_status = :placed",
            ExpressionAttributeValues={":placed": {"S": "acme#placed"}},
            ScanIndexForward=False,
            Limit=1,
        )
        return product_id in str(answer["Items"])

    return is_kept
