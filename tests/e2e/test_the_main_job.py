"""From a clean clone to a live API, as a consumer sees it over HTTP."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e.conftest import Stack, on_sale

PROBLEM = "application/problem+json"


def wanted(quantity: int = 2) -> dict[str, Any]:
    return {"items": [{"productId": on_sale["lamp"], "quantity": quantity}]}


def place(api: httpx.Client, key: str | None = None) -> httpx.Response:
    return api.post("/orders", json=wanted(), headers={"Idempotency-Key": key or str(uuid4())})


def forged(stack: Stack, **changed: object) -> str:
    """A token with all claims of a real one, signed by another key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    real = stack.token("acme")
    claims = jwt.decode(real, options={"verify_signature": False}) | changed
    kid = jwt.get_unverified_header(real)["kid"]
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": kid})


def unsigned(stack: Stack) -> str:
    claims = jwt.decode(stack.token("acme"), options={"verify_signature": False})
    return jwt.encode(claims, "", algorithm="none")


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def in_log(stack: Stack, group: str, text: str) -> bool:
    pages = stack.aws("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    return any(text in event["message"] for page in pages for event in page["events"])


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
    """The first consumer's refused requests, by name."""
    with (
        stack.api() as nobody,
        stack.api("acme") as acme,
        stack.api("acme", "orders/read") as reader,
        stack.api("globex") as globex,
    ):
        order = place(acme).json()

        def bearer(token: str) -> httpx.Response:
            return nobody.get("/orders", headers={"Authorization": f"Bearer {token}"})

        return {
            "no token": nobody.get("/orders"),
            "not a token": bearer("nonsense"),
            "alg none": bearer(unsigned(stack)),
            "another key": bearer(forged(stack)),
            "expired": bearer(forged(stack, exp=int(time.time()) - 3600)),
            "wrong scope": place(reader),
            "unknown path": acme.get("/nowhere"),
            "unknown method": acme.put("/orders"),
            "another consumer's order": globex.get(f"/orders/{order['id']}"),
            "unknown order": acme.get("/orders/ord_00000000000000000000000000"),
            "a field of the wrong type": acme.post(
                "/orders", json={"items": "none"}, headers={"Idempotency-Key": "k"}
            ),
            "bad body": acme.post("/orders", json={"items": []}, headers={"Idempotency-Key": "k"}),
            "not JSON": acme.post(
                "/orders",
                content="{",
                headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
            ),
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
    "no token": 401,
    "not a token": 401,
    "alg none": 401,
    "another key": 401,
    "expired": 401,
    "wrong scope": 403,
    "unknown path": 403,
    "unknown method": 403,
    "another consumer's order": 404,
    "unknown order": 404,
    "a field of the wrong type": 400,
    "bad body": 400,
    "not JSON": 400,
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
    group = json.loads(stack.aws("ssm").get_parameter(Name="/local/gateway")["Parameter"]["Value"])[
        "access_log_group"
    ]

    assert eventually(lambda: in_log(stack, group, request_id))


@pytest.mark.parametrize("case", ["another consumer's order", "bad body", "invalid cursor"])
def test_what_the_function_refused_is_found_in_its_log(
    stack: Stack, refusals: dict[str, httpx.Response], case: str
) -> None:
    request_id = refusals[case].json()["requestId"]

    assert eventually(lambda: in_log(stack, "/aws/lambda/groundplan-local-orders", request_id))


def test_a_consumer_over_its_tiers_rate_waits_while_another_is_served(stack: Stack) -> None:
    with (
        stack.api("globex") as bronze,
        stack.api("acme") as gold,
        ThreadPoolExecutor(8) as crowd,
    ):
        hurried = crowd.map(lambda _: bronze.get("/orders"), range(150))
        patient = [gold.get("/orders") for _ in range(10)]
        refused = [answer for answer in hurried if answer.status_code == 429]

    assert refused
    assert refused[0].headers["content-type"] == PROBLEM
    assert refused[0].headers["retry-after"] == "1"
    assert {answer.status_code for answer in patient} == {200}


def test_a_browser_may_ask_first(stack: Stack) -> None:
    with stack.api() as api:
        answer = api.options("/orders", headers={"Origin": "https://shop.example"})

    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


def test_the_gateway_tells_its_health_to_anyone(stack: Stack) -> None:
    with stack.api() as api:
        answer = api.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
