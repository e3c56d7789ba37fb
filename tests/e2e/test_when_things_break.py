"""What consumers keep when a service breaks under them."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import httpx

from tests.e2e.conftest import Stack

CATALOG = "groundplan-local-catalog"


def order(api: httpx.Client, product_id: str, key: str) -> httpx.Response:
    body = {"items": [{"productId": product_id, "quantity": 1}]}
    return api.post("/orders", json=body, headers={"Idempotency-Key": key})


def orders_of(api: httpx.Client, product_id: str) -> list[str]:
    """Ids of all the caller's orders of the product, from every page."""
    found, query = [], {"limit": "100"}
    while True:
        page = api.get("/orders", params=query).json()
        found += [
            each["id"] for each in page["items"] if each["items"][0]["productId"] == product_id
        ]
        if "nextCursor" not in page:
            return found
        query["cursor"] = page["nextCursor"]


@contextmanager
def closed(stack: Stack, function: str) -> Iterator[None]:
    """The function takes no requests."""
    functions = stack.aws("lambda")
    functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    try:
        yield
    finally:
        functions.delete_function_concurrency(FunctionName=function)


def test_without_the_catalog_nothing_is_ordered_and_a_retry_is_good_afterwards(
    stack: Stack,
) -> None:
    product_id, key = stack.sell("Out of reach", 5), str(uuid4())

    with stack.api("acme") as api:
        with closed(stack, CATALOG):
            refused = order(api, product_id, key)
            meanwhile = orders_of(api, product_id)
        placed = order(api, product_id, key)
        kept = orders_of(api, product_id)

    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert refused.json()["detail"].startswith("catalog cannot be asked now; nothing was changed")
    assert meanwhile == []
    assert (placed.status_code, kept) == (201, [placed.json()["id"]])
