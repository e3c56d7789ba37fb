"""The catalog's behaviour through its routes."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from services.catalog.handler import Shelf, routes
from services.catalog.tests.products_in_memory import InMemoryProducts
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.routes.router import Router

LAMP = {"name": "Lamp", "category": "lighting", "price": {"amount": 1999, "currency": "EUR"}}
ONE = "/catalog/products/{productId}"
ALL = "/catalog/products"
WRITER = "catalog/read catalog/write"


@dataclass
class Context:
    aws_request_id: str = "function-request"


@pytest.fixture
def catalog() -> Router:
    shelf = Shelf(InMemoryProducts(), Cursors(lambda: b"key"))
    return Router(routes, shelf, make_logger("catalog", "CRITICAL"))


def call(
    catalog: Router,
    method: str,
    route: str,
    scopes: str = "catalog/read catalog/write",
    **more: Any,
) -> dict[str, Any]:
    caller = {
        "subject": "acme",
        "client_id": "acme",
        "tenant": "acme",
        "kind": "machine",
        "scopes": scopes,
    }
    context = {"requestId": "r", "authorizer": caller}
    body = json.dumps(more.pop("body")) if "body" in more else None
    event = {"httpMethod": method, "resource": route, "requestContext": context, "body": body}
    return catalog({**event, **more}, Context())


def added(catalog: Router, **changed: Any) -> tuple[str, str]:
    """(id, ETag) of a new product."""
    answer = call(catalog, "POST", ALL, body=LAMP | changed)
    return json.loads(answer["body"])["id"], answer["headers"]["ETag"]


def one(catalog: Router, method: str, product_id: str, **more: Any) -> dict[str, Any]:
    return call(catalog, method, ONE, pathParameters={"productId": product_id}, **more)


def test_a_new_product_says_where_it_is(catalog: Router) -> None:
    answer = call(catalog, "POST", ALL, body=LAMP)

    product = json.loads(answer["body"])
    assert answer["statusCode"] == 201
    assert answer["headers"]["Location"] == f"/v1/catalog/products/{product['id']}"
    assert product | LAMP == product


def test_a_product_is_read_with_its_etag(catalog: Router) -> None:
    product_id, tag = added(catalog)

    answer = one(catalog, "GET", product_id)

    assert (answer["statusCode"], answer["headers"]["ETag"]) == (200, tag)


@pytest.mark.parametrize("known", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_a_known_version_is_not_sent_again(catalog: Router, known: str) -> None:
    product_id, tag = added(catalog)

    answer = one(catalog, "GET", product_id, headers={"if-none-match": known})

    assert (answer["statusCode"], answer["body"], answer["headers"]["ETag"]) == (304, "", tag)


def test_another_version_is_sent(catalog: Router) -> None:
    product_id, _ = added(catalog)

    answer = one(catalog, "GET", product_id, headers={"if-none-match": '"7"'})

    assert answer["statusCode"] == 200


def test_a_change_makes_a_new_version(catalog: Router) -> None:
    product_id, tag = added(catalog)

    answer = one(
        catalog, "PUT", product_id, body=LAMP | {"name": "Bulb"}, headers={"If-Match": tag}
    )

    assert (answer["statusCode"], answer["headers"]["ETag"]) == (200, '"2"')
    assert json.loads(one(catalog, "GET", product_id)["body"])["name"] == "Bulb"


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("header", "status"), [({}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": 'W/"1"'}, 412)]
)
def test_a_change_names_the_version_that_it_changes(
    catalog: Router, method: str, header: dict[str, str], status: int
) -> None:
    product_id, _ = added(catalog)

    answer = one(catalog, method, product_id, body=LAMP, headers=header)

    assert answer["statusCode"] == status
    assert one(catalog, "GET", product_id)["headers"]["ETag"] == '"1"'


def test_a_removed_product_is_gone(catalog: Router) -> None:
    product_id, tag = added(catalog)

    answer = one(catalog, "DELETE", product_id, headers={"If-Match": tag})

    assert (answer["statusCode"], answer["body"]) == (204, "")
    assert one(catalog, "GET", product_id)["statusCode"] == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_product_is_not_found(catalog: Router, method: str) -> None:
    assert one(catalog, method, "prd_none", body=LAMP)["statusCode"] == 404


@pytest.mark.parametrize(("method", "route"), [("POST", ALL), ("PUT", ONE), ("DELETE", ONE)])
def test_readers_change_nothing(catalog: Router, method: str, route: str) -> None:
    answer = call(catalog, method, route, scopes="catalog/read", body=LAMP)

    assert answer["statusCode"] == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"category": "No Spaces"},
        {"price": {"amount": -1, "currency": "EUR"}},
        {"price": {"amount": 1.5, "currency": "EUR"}},
        {"price": {"amount": 1, "currency": "eur"}},
        {"description": ""},
        {"colour": "red"},
    ],
)
def test_details_are_checked(catalog: Router, wrong: dict[str, Any]) -> None:
    assert call(catalog, "POST", ALL, body=LAMP | wrong)["statusCode"] == 400


def listed(catalog: Router, **query: str) -> dict[str, Any]:
    answer = call(catalog, "GET", ALL, queryStringParameters=query)
    assert answer["statusCode"] == 200, answer["body"]
    page: dict[str, Any] = json.loads(answer["body"])
    return page


def test_a_category_is_walked_page_by_page(catalog: Router) -> None:
    ids = sorted(added(catalog)[0] for _ in range(5))
    added(catalog, category="other")

    first = listed(catalog, category="lighting", limit="3")
    second = listed(catalog, category="lighting", limit="3", cursor=first["nextCursor"])

    assert [each["id"] for each in first["items"] + second["items"]] == ids
    assert "nextCursor" not in second


def test_a_cursor_of_another_category_is_refused(catalog: Router) -> None:
    for _ in range(2):
        added(catalog)
    cursor = listed(catalog, category="lighting", limit="1")["nextCursor"]

    query = {"category": "other", "cursor": cursor}

    assert call(catalog, "GET", ALL, queryStringParameters=query)["statusCode"] == 400


def test_several_products_come_in_the_order_of_their_ids(catalog: Router) -> None:
    first, second = added(catalog)[0], added(catalog)[0]

    page = listed(catalog, ids=f"{second},{first},prd_none,{second}")

    assert [each["id"] for each in page["items"]] == [second, first]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"category": "a", "ids": "prd_1"},
        {"ids": ",".join(f"prd_{n}" for n in range(26))},
        {"category": "a", "limit": "101"},
        {"category": "a", "limit": "0"},
        {"category": "No Spaces"},
    ],
)
def test_a_list_is_asked_for_in_one_way(catalog: Router, query: dict[str, str]) -> None:
    assert call(catalog, "GET", ALL, queryStringParameters=query)["statusCode"] == 400
