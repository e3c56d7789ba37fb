"""Orders as a consumer sees them over HTTP."""

from uuid import uuid4

import httpx
import pytest

from services.orders.tests.e2e.shop import place, wanted
from shared.product import NAME
from tests.e2e.harness.logs import PROBLEM, access_log, eventually, in_log
from tests.e2e.harness.stack import Stack


def test_an_order_is_placed_read_and_listed(stack: Stack) -> None:
    with stack.api("acme") as api:
        placed = place(api)
        order = placed.json()
        read = api.get(f"/orders/{order['id']}")
        listed = api.get("/orders", params={"limit": 5})

    assert placed.status_code == 201
    assert order["total"] == {"amount": 2500, "currency": "EUR"}
    assert read.json() == order
    assert listed.json()["items"][0] == order


def test_a_retry_with_the_same_key_places_nothing_new(stack: Stack) -> None:
    key = str(uuid4())

    with stack.api("acme") as api:
        first, second = place(api, key), place(api, key)
        other = api.post(
            "/orders",
            json=wanted(3),
            headers={"Idempotency-Key": key},
        )

    assert first.json() == second.json()
    assert other.status_code == 422


def test_a_cancelled_order_stays_cancelled(stack: Stack) -> None:
    with stack.api("acme") as api:
        order = place(api).json()
        cancelled = api.post(f"/orders/{order['id']}/cancel")

        assert cancelled.json()["status"] == "cancelled"
        assert api.get(f"/orders/{order['id']}").json() == cancelled.json()


def test_pages_walk_every_order_once_newest_first(stack: Stack) -> None:
    with stack.api("globex") as api:
        placed = [place(api).json()["id"] for _ in range(5)]
        first = api.get("/orders", params={"limit": 3}).json()
        second = api.get("/orders", params={"limit": 3, "cursor": first["nextCursor"]}).json()

    walked = [order["id"] for order in first["items"] + second["items"]]
    assert walked[:5] == placed[::-1]
    assert len(set(walked)) == len(walked)


def _refusals(stack: Stack) -> dict[str, httpx.Response]:
    """A consumer's requests that the service or its contract refuses, by name."""
    key = {"Idempotency-Key": "k"}
    with stack.api("acme") as acme, stack.api("globex") as globex:
        order = place(acme).json()
        return {
            "another consumer's order": globex.get(f"/orders/{order['id']}"),
            "unknown order": acme.get("/orders/ord_00000000000000000000000000"),
            "a field of the wrong type": acme.post("/orders", json={"items": "none"}, headers=key),
            "bad body": acme.post("/orders", json={"items": []}, headers=key),
            "no key": acme.post("/orders", json=wanted()),
            "invalid cursor": acme.get("/orders", params={"cursor": "nonsense"}),
            "a body of 6 MB and more": acme.post(
                f"/orders/{order['id']}/cancel", content="x" * (6 * 1024 * 1024 + 1)
            ),
        }


@pytest.fixture(scope="module")
def refusals(stack: Stack) -> dict[str, httpx.Response]:
    return _refusals(stack)


STATUSES = {
    "another consumer's order": 404,
    "unknown order": 404,
    "a field of the wrong type": 400,
    "bad body": 400,
    "no key": 400,
    "invalid cursor": 400,
    "a body of 6 MB and more": 413,
}


@pytest.mark.parametrize(("case", "status"), STATUSES.items())
def test_each_refusal_is_a_problem_with_its_status(
    refusals: dict[str, httpx.Response], case: str, status: int
) -> None:
    answer = refusals[case]

    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


@pytest.mark.parametrize("case", STATUSES)
def test_each_refusal_is_found_in_the_access_log(
    stack: Stack, refusals: dict[str, httpx.Response], case: str
) -> None:
    request_id = refusals[case].json()["requestId"]

    assert eventually(lambda: in_log(stack, access_log(stack), request_id))


@pytest.mark.parametrize("case", ["another consumer's order", "bad body", "invalid cursor"])
def test_what_the_function_refused_is_found_in_its_log(
    stack: Stack, refusals: dict[str, httpx.Response], case: str
) -> None:
    request_id = refusals[case].json()["requestId"]

    assert eventually(lambda: in_log(stack, f"/aws/lambda/{NAME}-local-orders", request_id))
