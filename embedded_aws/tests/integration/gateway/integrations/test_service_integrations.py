"""Integrations with AWS services and with other web servers, mapped both ways."""

import http.server
import json
import threading
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    FunctionFailedError,
    World,
    invocation_uri,
    openapi,
)

ROLE = f"arn:aws:iam::{ACCOUNT}:role/gateway"
ITEM = {"id": {"S": "p1"}, "name": {"S": "Lamp"}, "price": {"N": "1999"}}


def integrated(kind: str, uri: str, responses: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An operation with a mapped integration."""
    integration = {"type": kind, "uri": uri, "httpMethod": "POST", "responses": responses, **more}
    return {
        "x-amazon-apigateway-integration": integration,
        "parameters": [{"name": "id", "in": "path"}, {"name": "key", "in": "path"}],
        "responses": {each["statusCode"]: declared(each) for each in responses.values()},
    }


def declared(response: dict[str, Any]) -> dict[str, Any]:
    """The method response with the headers that an integration response maps."""
    names = [name.rpartition(".")[2] for name in response.get("responseParameters", {})]
    return {"description": response["statusCode"], "headers": {name: {} for name in names}}


@pytest.fixture
def table(world: World) -> str:
    name = f"products-{uuid.uuid4().hex[:8]}"
    world.dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    world.dynamodb.put_item(TableName=name, Item=ITEM)
    return name


FOUND = """#set($item = $input.path('$.Item'))
#if($item == "" || !$item)
#set($context.responseOverride.status = 404)
{"title": "No such product"}
#else
#set($context.responseOverride.header.ETag = "p-$item.price.N")
{"name": "$item.name.S", "price": $item.price.N}
#end"""


@pytest.fixture
def products(world: World, table: str) -> Deployed:
    key = '{"TableName": "TABLE", "Key": {"id": {"S": "$input.params(\'id\')"}}}'
    operation = integrated(
        "aws",
        f"arn:aws:apigateway:{REGION}:dynamodb:action/GetItem",
        {
            "default": {"statusCode": "200", "responseTemplates": {"application/json": FOUND}},
            "4\\d{2}": {"statusCode": "500", "responseTemplates": {"application/json": "{}"}},
        },
        credentials=ROLE,
        requestTemplates={"application/json": key.replace("TABLE", table)},
    )
    return world.deployed(openapi({"/products/{id}": {"get": operation}}))


def test_an_item_is_read_straight_from_dynamodb(products: Deployed) -> None:
    answer = products.get("/products/p1")

    assert (answer.status_code, answer.json()) == (200, {"name": "Lamp", "price": 1999})


def test_a_template_answers_404_for_an_item_that_is_not_there(products: Deployed) -> None:
    answer = products.get("/products/p2")

    assert (answer.status_code, answer.json()) == (404, {"title": "No such product"})


def test_a_header_comes_from_the_item(products: Deployed) -> None:
    assert products.get("/products/p1").headers["ETag"] == "p-1999"


def test_a_failure_of_the_service_selects_its_response(world: World) -> None:
    template = '{"TableName": "nowhere", "Key": {"id": {"S": "1"}}}'
    operation = integrated(
        "aws",
        f"arn:aws:apigateway:{REGION}:dynamodb:action/GetItem",
        {"default": {"statusCode": "200"}, "4\\d{2}": {"statusCode": "502"}},
        credentials=ROLE,
        requestTemplates={"application/json": template},
    )

    answer = world.deployed(openapi({"/x": {"get": operation}})).get("/x")

    assert answer.status_code == 502
    assert "ResourceNotFoundException" in answer.text


def test_a_service_with_a_query_protocol_is_called_by_its_action(world: World) -> None:
    operation = integrated(
        "aws",
        f"arn:aws:apigateway:{REGION}:sns:action/CreateTopic",
        {"default": {"statusCode": "200"}},
        credentials=ROLE,
        requestParameters={"integration.request.querystring.Name": "'made-by-the-gateway'"},
    )

    answer = world.deployed(openapi({"/x": {"post": operation}})).send("POST", "/x")

    assert ":made-by-the-gateway" in answer.text


def test_a_service_is_called_by_path_with_mapped_parameters(world: World) -> None:
    read = integrated(
        "aws",
        f"arn:aws:apigateway:{REGION}:s3:path/{{bucket}}/{{key}}",
        {"default": {"statusCode": "200"}, "404": {"statusCode": "404"}},
        credentials=ROLE,
        httpMethod="GET",
        requestParameters={
            "integration.request.path.bucket": "'nowhere'",
            "integration.request.path.key": "method.request.path.key",
        },
    )

    answer = world.deployed(openapi({"/files/{key}": {"get": read}})).get("/files/a.txt")

    assert answer.status_code == 404
    assert "NoSuchBucket" in answer.text


def custom(world: World, behaviour: Any, responses: dict[str, Any], **more: Any) -> Deployed:
    """A function with a mapped integration at /x."""
    arn = world.function(behaviour)
    operation = integrated("aws", invocation_uri(arn), responses, **more)
    return world.deployed(openapi({"/x": {"post": operation}}))


def failing(message: str) -> Any:
    def function(event: object) -> object:
        del event
        raise FunctionFailedError(message)

    return function


def test_a_function_gets_the_body_unless_a_template_maps_it(world: World) -> None:
    api = custom(world, lambda event: event, {"default": {"statusCode": "200"}})

    assert api.send("POST", "/x", json={"a": 1}).json() == {"a": 1}


@pytest.mark.parametrize(
    ("message", "status"),
    [("NotFound: p1", 404), ("Conflict", 409), ("anything else", 200)],
)
def test_a_functions_error_message_selects_the_response(
    world: World, message: str, status: int
) -> None:
    responses = {
        "default": {"statusCode": "200"},
        "NotFound:.*": {"statusCode": "404"},
        "Conflict": {"statusCode": "409"},
    }

    assert custom(world, failing(message), responses).send("POST", "/x").status_code == status


def test_a_pattern_must_fit_the_whole_message(world: World) -> None:
    responses = {"default": {"statusCode": "200"}, "Conflict": {"statusCode": "409"}}

    assert custom(world, failing("a Conflict"), responses).send("POST", "/x").status_code == 200


def test_an_answer_that_no_response_is_defined_for_is_the_apis_fault(world: World) -> None:
    api = custom(world, lambda _: {}, {"Never": {"statusCode": "404"}})

    assert api.send("POST", "/x").status_code == 500


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("application/xml", "xml"), ("application/json", "json"), ("text/html", "json")],
)
def test_the_response_template_is_the_one_for_what_the_caller_accepts(
    world: World, accept: str, expected: str
) -> None:
    templates = {"application/xml": "xml", "application/json": "json"}
    responses = {"default": {"statusCode": "200", "responseTemplates": templates}}
    api = custom(world, lambda _: {}, responses)

    answer = api.send("POST", "/x", headers={"Accept": accept})

    assert (answer.text, answer.headers["content-type"]) == (expected, f"application/{expected}")


def test_headers_are_mapped_from_body_context_and_literals(world: World) -> None:
    response = {
        "statusCode": "201",
        "responseParameters": {
            "method.response.header.Location": "integration.response.body.href",
            "method.response.header.X-Stage": "context.stage",
            "method.response.header.X-Fixed": "'yes'",
            "method.response.header.X-Absent": "integration.response.body.nothing",
        },
    }
    api = custom(world, lambda _: {"href": "/things/1"}, {"default": response})

    answer = api.send("POST", "/x")

    assert answer.status_code == 201
    assert [answer.headers.get(f) for f in ("Location", "X-Stage", "X-Fixed", "X-Absent")] == [
        "/things/1",
        "v1",
        "yes",
        None,
    ]


def test_never_refuses_a_content_type_without_a_template(world: World) -> None:
    api = custom(
        world,
        lambda event: event,
        {"default": {"statusCode": "200"}},
        passthroughBehavior="never",
        requestTemplates={"application/json": "{}"},
    )

    answer = api.send("POST", "/x", content=b"a", headers={"Content-Type": "text/plain"})

    assert (answer.status_code, answer.json()["message"]) == (415, "Unsupported Media Type")


def test_when_no_templates_refuses_other_types_once_there_is_a_template(world: World) -> None:
    responses = {"default": {"statusCode": "200"}}
    plain = {"Content-Type": "text/plain"}
    one = custom(
        world,
        lambda event: event,
        responses,
        passthroughBehavior="when_no_templates",
        requestTemplates={"application/json": "{}"},
    )
    none = custom(world, lambda event: event, responses, passthroughBehavior="when_no_templates")

    assert one.send("POST", "/x", content=b'"a"', headers=plain).status_code == 415
    assert none.send("POST", "/x", content=b'"a"', headers=plain).text == '"a"'


def test_when_no_match_passes_other_types_on(world: World) -> None:
    api = custom(
        world,
        lambda event: event,
        {"default": {"statusCode": "200"}},
        passthroughBehavior="when_no_match",
        requestTemplates={"application/json": "{}"},
    )

    answer = api.send("POST", "/x", content=b'"a"', headers={"Content-Type": "text/plain"})

    assert answer.text == '"a"'


@pytest.mark.parametrize(
    ("payload", "status", "body"),
    [(b"aGVsbG8=", 200, b"hello"), (b'"aGVsbG8="', 500, b'{"message": "Internal server error"}')],
)
def test_binary_content_is_converted_as_the_integration_says(
    world: World, payload: bytes, status: int, body: bytes
) -> None:
    """Recorded answer: text that is not base64 is a failure."""
    arn = world.function(lambda _: payload)
    operation = integrated(
        "aws",
        invocation_uri(arn),
        {"default": {"statusCode": "200", "contentHandling": "CONVERT_TO_BINARY"}},
        requestTemplates={"application/json": "$input.json('$')"},
    )
    api = world.deployed(openapi({"/x": {"post": operation}}))

    answer = api.send("POST", "/x", json="aGVsbG8=")

    assert (answer.status_code, answer.content) == (status, body)


class Upstream(http.server.BaseHTTPRequestHandler):
    """A web server that answers with the request it received."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        facts = {
            "method": self.command,
            "path": self.path,
            "body": self.rfile.read(length).decode(),
            "headers": {name.lower(): value for name, value in self.headers.items()},
        }
        body = json.dumps(facts).encode()
        self.send_response(404 if "missing" in self.path else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Upstream", "yes")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the standard library's names

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def upstream() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def test_a_proxied_server_gets_the_request_as_it_came(world: World, upstream: str) -> None:
    proxy = {
        "x-amazon-apigateway-integration": {
            "type": "http_proxy",
            "httpMethod": "ANY",
            "uri": f"{upstream}/base/{{proxy}}",
            "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"},
        },
        "parameters": [{"name": "proxy", "in": "path", "required": True}],
        "responses": {},
    }
    api = world.deployed(openapi({"/{proxy+}": {"x-amazon-apigateway-any-method": proxy}}))

    answer = api.send("PUT", "/a/b?q=1&q=2", content=b"hello", headers={"X-Own": "1"})
    received = answer.json()

    assert (received["method"], received["path"], received["body"]) == (
        "PUT",
        "/base/a/b?q=1&q=2",
        "hello",
    )
    assert received["headers"]["x-own"] == "1"
    assert answer.headers["X-Upstream"] == "yes"


def test_a_proxied_servers_status_reaches_the_client(world: World, upstream: str) -> None:
    proxy = {
        "x-amazon-apigateway-integration": {
            "type": "http_proxy",
            "httpMethod": "GET",
            "uri": f"{upstream}/missing",
        },
        "responses": {},
    }

    assert world.deployed(openapi({"/x": {"get": proxy}})).get("/x").status_code == 404


def test_a_mapped_server_gets_the_declared_parameters_alone(world: World, upstream: str) -> None:
    operation = integrated(
        "http",
        f"{upstream}/{{id}}",
        {"default": {"statusCode": "200"}},
        httpMethod="GET",
        requestParameters={
            "integration.request.path.id": "method.request.path.id",
            "integration.request.header.X-Caller": "context.apiId",
            "integration.request.querystring.kind": "'full'",
        },
    )
    api = world.deployed(openapi({"/x/{id}": {"get": operation}}))

    received = api.get("/x/7?secret=1", headers={"X-Own": "1"}).json()

    assert received["path"] == "/7?kind=full"
    assert received["headers"]["x-caller"] == api.id
    assert "x-own" not in received["headers"]


def test_a_servers_status_selects_the_response(world: World, upstream: str) -> None:
    operation = integrated(
        "http",
        f"{upstream}/missing",
        {"default": {"statusCode": "200"}, "404": {"statusCode": "410"}},
        httpMethod="GET",
    )

    assert world.deployed(openapi({"/x": {"get": operation}})).get("/x").status_code == 410


def test_a_server_that_is_not_there_is_an_integration_failure(world: World) -> None:
    operation = integrated(
        "http", "http://127.0.0.1:9/x", {"default": {"statusCode": "200"}}, httpMethod="GET"
    )

    assert world.deployed(openapi({"/x": {"get": operation}})).get("/x").status_code == 504


def test_stage_variables_name_the_server(world: World, upstream: str) -> None:
    operation = integrated(
        "http",
        "http://${stageVariables.host}/x",
        {"default": {"statusCode": "200"}},
        httpMethod="GET",
    )
    document = openapi({"/x": {"get": operation}})

    answer = world.deployed(document, variables={"host": upstream.removeprefix("http://")}).get(
        "/x"
    )

    assert answer.json()["path"] == "/x"
