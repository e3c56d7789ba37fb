"""API Gateway's direct answers from the table equal the function's answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from embedded_aws.gateway.deployed.body_models import Models
from embedded_aws.gateway.deployed.model import Api, Stage
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import Incoming
from embedded_aws.gateway.mapping import Overrides, render
from services.catalog.dynamodb import DynamoProducts
from services.catalog.handler import Shelf, routes
from services.catalog.model import Details, Price, Product
from services.catalog.schemas import ProductDetails
from services.catalog.tests.test_products_port import dynamo_client
from shared.logging import make_logger
from shared.pagination import Cursors
from shared.routes.router import Router
from tools.build.contracts.examples import example_of
from tools.build.contracts.integrations import templates_of

TEMPLATES = templates_of(Path(__file__).parents[1])
CACHED_ID = {"requestId": "see the header x-amzn-RequestId"}
LAMP_ID = "prd_01JDGQ6T5XKZ9V8B7N6M5P4R3S"
LAMP = Product(
    LAMP_ID, Details("Lamp", "lighting", Price(1999, "EUR"), "Bends."), "2026-11-24T10:00:00.000Z"
)


@dataclass
class Context:
    aws_request_id: str = "function-request"


@dataclass(frozen=True)
class Answer:
    """An answer's parts that a consumer sees."""

    status: int
    body: Any
    headers: dict[str, str]


class Both:
    """One table behind the function and behind the mapping templates."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.products = DynamoProducts(client, "catalog")
        shelf = Shelf(self.products, Cursors(lambda: b"key"))
        self._function = Router(routes, shelf, make_logger("catalog", "CRITICAL"))

    def function(self, product_id: str, known: str) -> Answer:
        caller = {"subject": "a", "client_id": "a", "tenant": "a", "kind": "machine"}
        event = {
            "httpMethod": "GET",
            "resource": "/catalog/products/{productId}",
            "pathParameters": {"productId": product_id},
            "headers": {"If-None-Match": known} if known else {},
            "requestContext": {
                "requestId": "r1",
                "authorizer": {**caller, "scopes": "catalog/read"},
            },
        }
        answer = self._function(event, Context())
        headers = {"Content-Type": "application/json"} | answer["headers"]  # the gateway's default
        return Answer(answer["statusCode"], parsed(answer["body"]), headers)

    def gateway(self, product_id: str, known: str) -> Answer:
        exchange = asked(product_id, known)
        request = render(TEMPLATES["read_product.request"], exchange, "", Overrides())
        parameters = json.loads(request.replace("{{table_name}}", "catalog"))
        answer = {k: v for k, v in self._client.get_item(**parameters).items() if k == "Item"}
        overrides = Overrides()
        body = render(
            TEMPLATES["read_product.response"], exchange, json.dumps(answer), overrides
        ).strip()
        headers = {"Content-Type": "application/json"} | overrides.headers()
        return Answer(overrides.status() or 200, parsed(body), headers)


def parsed(body: str) -> Any:
    return json.loads(body) if body else None


def asked(product_id: str, known: str) -> Exchange:
    headers = (("If-None-Match", known),) if known else ()
    incoming = Incoming("GET", "/", "", headers, "127.0.0.1", "HTTP/1.1")
    api = Api("a", "d", "1", "r", (), {}, {}, (), None, "HEADER", Models({}), None)
    exchange = Exchange(incoming, Stage(api, "v1", {}, None, None), "/", "x", request_id="r1")
    exchange.path_parameters = {"productId": product_id}
    return exchange


@pytest.fixture
def both() -> Iterator[Both]:
    with mock_aws():
        yield Both(dynamo_client())


NASTY = "é\"'\\/\n\t</script>$input #set $!{x} ${hash} 😀\u2028\x7f"


@pytest.mark.parametrize(
    "details",
    [
        LAMP.details,
        replace(LAMP.details, description=None),
        replace(LAMP.details, name=NASTY, description=NASTY),
        replace(LAMP.details, name="null", description="false"),
        replace(LAMP.details, name="0", price=Price(0, "JPY")),
        replace(LAMP.details, price=Price(1_000_000_000, "EUR")),
    ],
)
def test_a_product_reads_the_same(both: Both, details: Details) -> None:
    both.products.add(replace(LAMP, details=details))

    function, gateway = both.function(LAMP_ID, ""), both.gateway(LAMP_ID, "")

    assert gateway == function


def test_the_template_knows_every_field_of_a_product(both: Both) -> None:
    details = ProductDetails.model_validate(example_of(ProductDetails)).to(Details)
    both.products.add(replace(LAMP, details=details))

    function, gateway = both.function(LAMP_ID, ""), both.gateway(LAMP_ID, "")

    assert set(ProductDetails.model_fields) == {
        name for name, each in vars(details).items() if each
    }
    assert gateway == function


@pytest.mark.parametrize("known", ['"1"', 'W/"1"', '"7", "1"', "*", '"2"', '"11"', "1", ""])
def test_a_known_version_is_told_the_same(both: Both, known: str) -> None:
    both.products.add(LAMP)

    assert both.gateway(LAMP_ID, known) == both.function(LAMP_ID, known)


@pytest.mark.parametrize("sent", [LAMP_ID, LAMP_ID.replace("_", "%5F"), f"%70{LAMP_ID[1:]}"])
def test_an_id_is_found_however_it_is_encoded(both: Both, sent: str) -> None:
    both.products.add(LAMP)

    function, gateway = both.function(sent, ""), both.gateway(sent, "")

    assert gateway == function
    assert function.status == 200


@pytest.mark.parametrize(
    "product_id",
    [
        "prd_2",
        "%zz",
        "100%",
        "a+b",
        "a%2Bb",
        "%255F",
        "%C3%A9",
        "a'b",
        'a"b',
        "a\\b",
        "é",
        "#$x",
        "$input",
    ],
)
def test_an_unknown_product_is_told_the_same(both: Both, product_id: str) -> None:
    function = both.function(product_id, "")

    assert both.gateway(product_id, "") == replace(function, body=function.body | CACHED_ID)
