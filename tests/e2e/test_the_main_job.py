"""From a clean clone to a live API, as a consumer sees it over HTTP, with whichever service."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.harness.logs import PROBLEM, access_log, eventually, in_log
from tests.e2e.harness.product import Product, fresh_key, path_of
from tests.e2e.harness.stack import Stack
from tests.e2e.harness.tokens import forged, unsigned

TOO_LONG = " " * (6 * 1024 * 1024)


def test_a_thing_is_created_and_read(product: Product) -> None:
    with product.api() as api:
        created = product.create(api)
        read = api.get(path_of(created))

    assert created.status_code == 201
    assert (read.status_code, read.json()) == (200, created.json())


def _refusals(stack: Stack, product: Product) -> dict[str, httpx.Response]:
    """Refused requests, by name."""
    path, name = product.path, product.name
    with (
        stack.api() as nobody,
        product.api() as owner,
        stack.api(product.consumer, f"{name}/read") as reader,
        stack.api("globex") as globex,
    ):

        def bearer(token: str) -> httpx.Response:
            return product.read(nobody, headers={"Authorization": f"Bearer {token}"})

        def post(text: str) -> httpx.Response:
            headers = fresh_key() | {"Content-Type": "application/json"}
            return owner.post(path, content=text, headers=headers)

        return {
            "no token": product.read(nobody),
            "not a token": bearer("nonsense"),
            "alg none": bearer(unsigned(stack)),
            "another key": bearer(forged(stack)),
            "expired": bearer(forged(stack, exp=int(time.time()) - 3600)),
            "wrong scope": product.create(reader),
            "unknown path": owner.get("/nowhere"),
            "unknown method": owner.put(path),
            "another consumer's thing": globex.get(product.created()),
            "no object": owner.post(path, json=[], headers=fresh_key()),
            "not JSON": post("{"),
            "a body of 6 MB and more": post(json.dumps(product.body()) + TOO_LONG),
        }


@pytest.fixture(scope="module")
def refusals(stack: Stack, product: Product) -> dict[str, httpx.Response]:
    return _refusals(stack, product)


STATUSES = {
    "no token": 401,
    "not a token": 401,
    "alg none": 401,
    "another key": 401,
    "expired": 401,
    "wrong scope": 403,
    "unknown path": 403,
    "unknown method": 403,
    "another consumer's thing": 404,
    "no object": 400,
    "not JSON": 400,
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


def test_what_the_function_refused_is_found_in_its_log(
    stack: Stack, product: Product, refusals: dict[str, httpx.Response]
) -> None:
    request_id = refusals["another consumer's thing"].json()["requestId"]

    assert eventually(lambda: in_log(stack, f"/aws/lambda/{product.function}", request_id))


def test_a_consumer_over_its_tiers_rate_waits_while_another_is_served(
    stack: Stack, product: Product
) -> None:
    with (
        stack.api("globex") as bronze,
        stack.api("acme") as gold,
        ThreadPoolExecutor(8) as crowd,
    ):
        hurried = crowd.map(lambda _: product.read(bronze), range(150))
        patient = [product.read(gold) for _ in range(10)]
        refused = [answer for answer in hurried if answer.status_code == 429]

    assert refused
    assert refused[0].headers["content-type"] == PROBLEM
    assert refused[0].headers["retry-after"] == "1"
    assert {answer.status_code for answer in patient} == {product.status_read}


def test_a_browser_may_ask_first(stack: Stack, product: Product) -> None:
    with stack.api() as api:
        answer = api.options(product.path, headers={"Origin": "https://shop.example"})

    assert answer.status_code in {200, 204}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()


def test_the_gateway_tells_its_health_to_anyone(stack: Stack) -> None:
    with stack.api() as api:
        answer = api.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
