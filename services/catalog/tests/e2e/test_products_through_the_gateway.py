"""Products through the gateway, with its cache and its direct route."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from services.catalog.tests.e2e.products import sell
from shared.product import NAME
from tests.e2e.harness.logs import PROBLEM, access_log, log_lines
from tests.e2e.harness.stack import Stack

FRESH = {"Cache-Control": "max-age=0"}
ROLE = f"{NAME}-local-catalog-gateway"


def test_one_product_comes_from_the_gateway_and_the_list_from_the_function(stack: Stack) -> None:
    product_id = sell(stack, "Bulb", 300, "bulbs")

    with stack.api("acme") as api:
        one = api.get(f"/catalog/products/{product_id}")
        many = api.get("/catalog/products", params={"ids": product_id})

    assert one.status_code == 200
    assert [one.json()] == many.json()["items"]
    assert one.headers["ETag"] == '"1"'


def test_a_cached_product_reaches_no_integration(stack: Stack) -> None:
    path = f"/catalog/products/{sell(stack, 'Cached', 1)}"

    with stack.api("acme") as api:
        ids = [api.get(path).headers["x-amzn-RequestId"] for _ in range(2)]

    lines = [log_lines(stack, access_log(stack), each)[0] for each in ids]
    assert [line["integration_status"] for line in lines] == ["200", "-"]


def test_a_known_product_is_not_sent_again(stack: Stack) -> None:
    path = f"/catalog/products/{sell(stack, 'Known', 1)}"

    with stack.api("acme") as api:
        tag = api.get(path).headers["ETag"]
        again = api.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("product_id", ["prd_00000000000000000000000000", "a'b", "..%2F..", "é"])
def test_a_product_that_is_not_there_is_a_problem(stack: Stack, product_id: str) -> None:
    with stack.api("acme") as api:
        answer = api.get(f"/catalog/products/{product_id}")

    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no such product.")
    assert answer.headers["Content-Type"] == PROBLEM


def test_a_cached_problem_has_no_request_of_somebody_else(stack: Stack) -> None:
    path = f"/catalog/products/prd_{uuid4().hex[:26]}"

    with stack.api("acme") as api, stack.api("backoffice") as other:
        answers = [api.get(path), other.get(path)]

    assert [each.json()["requestId"] for each in answers] == ["see the header x-amzn-RequestId"] * 2
    assert answers[0].headers["x-amzn-RequestId"] != answers[1].headers["x-amzn-RequestId"]


@contextmanager
def without_rights(stack: Stack, role: str) -> Iterator[None]:
    """Take the role's rights away: what API Gateway asks of DynamoDB is refused."""
    iam = stack.aws("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    policies = [iam.get_role_policy(RoleName=role, PolicyName=name) for name in names]
    for name in names:
        iam.delete_role_policy(RoleName=role, PolicyName=name)
    yield
    for each in policies:
        document = json.dumps(each["PolicyDocument"])
        iam.put_role_policy(RoleName=role, PolicyName=each["PolicyName"], PolicyDocument=document)


def test_a_failed_read_is_not_kept_for_the_next_caller(stack: Stack) -> None:
    path = f"/catalog/products/{sell(stack, 'Unreachable', 1)}"

    with stack.api("acme") as api, stack.api("backoffice") as other:
        with without_rights(stack, ROLE):
            failed = api.get(path)
        read = other.get(path)

    assert failed.status_code == 500
    assert failed.json()["requestId"] == failed.headers["x-amzn-RequestId"]
    assert read.status_code == 200, read.text


def test_who_may_write_sees_a_change_at_once(stack: Stack) -> None:
    path = f"/catalog/products/{sell(stack, 'Old name', 1)}"
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
    path = f"/catalog/products/{sell(stack, 'Lamp', 1)}"
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
