"""Requests to web servers and AWS services, and their answers: headers, payloads, forms."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Deployed,
    Event,
    World,
    openapi,
    proxied,
)
from embedded_aws.tests.integration.gateway.integrations.test_service_integrations import (
    ROLE,
    integrated,
    upstream,
)

__all__ = ["upstream"]

BINARY = {"x-amazon-apigateway-binary-media-types": ["image/png"]}
SENT = {
    "Accept": "text/x",
    "Connection": "close",
    "Content-Encoding": "deflate",
    "Content-MD5": "m",
    "Content-Type": "application/json",
    "Max-Forwards": "2",
    "Proxy-Authenticate": "Basic",
    "Referer": "r",
    "Server": "s",
    "TE": "deflate",
    "Trailer": "Expires",
    "User-Agent": "client",
    "Via": "v",
    "WWW-Authenticate": "Basic",
    "x-own-HEADER": "1",
}


def called(world: World, uri: str, kind: str = "http", **more: Any) -> Deployed:
    """An API whose /x calls the backend by any verb."""
    operation = integrated(kind, uri, {"default": {"statusCode": "200"}}, **more)
    return world.deployed(openapi({"/x": {"x-amazon-apigateway-any-method": operation}}))


@pytest.fixture
def server(upstream: str) -> str:
    """The address of a server that tells what it got."""
    return upstream


@pytest.mark.parametrize("kind", ["http", "http_proxy"])
@pytest.mark.parametrize(
    ("uri", "status", "message"),
    [
        ("http://127.0.0.1:1/", 504, "Network error communicating with endpoint"),
        ("http://no.such.host.invalid/", 500, "Internal server error"),
    ],
)
def test_a_server_that_cannot_be_reached_is_told_from_one_without_a_name(
    world: World, kind: str, uri: str, status: int, message: str
) -> None:
    """Recorded answer of the first."""
    answer = called(world, uri, kind).get("/x")

    assert (answer.status_code, answer.json()) == (status, {"message": message})
    assert answer.headers["x-amzn-errortype"] == "InternalServerErrorException"


MAPPED = {
    "integration.request.header.X-Whole": "method.request.body",
    "integration.request.header.X-Part": "method.request.body.a[0]",
}


@pytest.mark.parametrize(
    ("body", "whole", "part"),
    [(b"", "{}", None), (b"<x/> ", "<x/>", None), (b'\n{"a": ["b"]}', '{"a": ["b"]}', "b")],
)
def test_a_body_is_mapped_whole_or_in_part(
    world: World, server: str, body: bytes, whole: str, part: str | None
) -> None:
    """Seen on AWS by others: a body that is not there is an empty object."""
    api = called(world, server, requestParameters=MAPPED)

    headers = api.send("PUT", "/x", content=body).json()["headers"]

    assert (headers["x-whole"], headers.get("x-part")) == (whole, part)


@pytest.mark.parametrize("body", [b"{wrong", b"[1,", b'"half', b"'single'"])
def test_a_body_that_only_begins_like_json_is_not_mapped(
    world: World, server: str, body: bytes
) -> None:
    """Seen on AWS by others."""
    answer = called(world, server, requestParameters=MAPPED).send("PUT", "/x", content=body)

    assert (answer.status_code, answer.json()) == (400, {"message": "Invalid JSON in request body"})


def test_a_mapped_server_gets_the_gateways_own_headers(world: World, server: str) -> None:
    """Recorded answer: and none of the client's or of a library's."""
    api = called(world, server)

    headers = api.send("PUT", "/x", headers=SENT).json()["headers"]

    assert headers.pop("x-amzn-trace-id").startswith("Root=1-")
    assert headers == {
        "accept": "application/json",
        "content-length": "0",
        "host": server.removeprefix("http://"),
        "user-agent": f"AmazonAPIGateway_{api.id}",
        "x-amzn-apigateway-api-id": api.id,
    }


def test_a_proxied_server_gets_the_clients_headers_but_those_of_http(
    world: World, server: str
) -> None:
    """Recorded answer."""
    api = called(world, server, "http_proxy")

    headers = api.send("PUT", "/x", headers=SENT).json()["headers"]

    assert set(headers) == {
        "accept",
        "accept-encoding",
        "content-length",
        "content-type",
        "host",
        "referer",
        "user-agent",
        "x-amzn-apigateway-api-id",
        "x-amzn-trace-id",
        "x-forwarded-for",
        "x-forwarded-port",
        "x-forwarded-proto",
        "x-own-header",
    }
    assert (headers["accept"], headers["user-agent"]) == ("text/x", "client")


@pytest.fixture
def at_edge(world: World) -> tuple[Deployed, list[Event]]:
    """An edge-optimized API whose function notes its events."""
    events: list[Event] = []

    def note(event: Event) -> object:
        events.append(event)
        return {"statusCode": 200}

    api = world.imported(openapi({"/x": {"get": proxied(world.function(note))}}))
    types = "/endpointConfiguration/types"
    world.apigateway.update_rest_api(
        restApiId=api,
        patchOperations=[{"op": "replace", "path": f"{types}/REGIONAL", "value": "EDGE"}],
    )
    return world.staged(api), events


def test_a_function_of_an_edge_optimized_api_gets_the_headers_of_cloudfront(
    at_edge: tuple[Deployed, list[Event]],
) -> None:
    """Recorded answer."""
    api, events = at_edge

    api.get("/x", headers={"aUThorization": "a", "user-Agent": "client", "x-own-HEADER": "1"})

    headers = events[0]["headers"]
    assert {name for name in headers if name.startswith("CloudFront-")} == {
        "CloudFront-Forwarded-Proto",
        "CloudFront-Is-Desktop-Viewer",
        "CloudFront-Is-Mobile-Viewer",
        "CloudFront-Is-SmartTV-Viewer",
        "CloudFront-Is-Tablet-Viewer",
        "CloudFront-Viewer-ASN",
        "CloudFront-Viewer-Country",
    }
    assert {"Authorization", "User-Agent", "Via", "X-Amz-Cf-Id", "x-own-HEADER"} <= set(headers)
    assert headers["Via"].endswith(".cloudfront.net (CloudFront)")


def test_an_answer_of_an_edge_optimized_api_tells_that_it_passed_cloudfront(
    at_edge: tuple[Deployed, list[Event]],
) -> None:
    """Recorded answer."""
    api, _ = at_edge

    answers = [api.get("/x"), api.get("/none")]

    assert [each.headers["x-cache"] for each in answers] == [
        "Miss from cloudfront",
        "Error from cloudfront",
    ]
    assert {"via", "x-amz-cf-id", "x-amz-cf-pop"} <= set(answers[0].headers)


def test_a_template_sees_no_headers_of_the_connection(world: World, server: str) -> None:
    """Recorded answer."""
    text = "$input.params('Connection')$input.params('Max-Forwards')$input.params('Referer')"
    api = called(world, server, requestTemplates={"application/json": text})

    assert api.send("PUT", "/x", headers=SENT).json()["body"] == "r"


def test_a_connection_that_the_client_ends_is_told_closed(world: World, server: str) -> None:
    """Recorded answer."""
    api = called(world, server)

    raw = api.raw("GET {base}/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert b"\r\nConnection: close\r\n" in raw


def test_a_function_gets_the_clients_headers_as_they_were_spelled(world: World) -> None:
    """Recorded answer."""
    events: list[Event] = []

    def note(event: Event) -> object:
        events.append(event)
        return {"statusCode": 200}

    api = world.deployed(openapi({"/x": {"get": proxied(world.function(note))}}))

    api.get("/x", headers=SENT)

    (event,) = events
    assert event["headers"]["x-own-HEADER"] == "1"
    assert event["multiValueHeaders"]["x-own-HEADER"] == ["1"]
    assert set(event["headers"]) == {
        "Accept",
        "Accept-Encoding",
        "Content-Encoding",
        "Content-Type",
        "Host",
        "Referer",
        "User-Agent",
        "Via",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
        "x-own-HEADER",
    }


def test_the_callers_verb_is_passed_on_by_any(world: World, server: str) -> None:
    api = called(world, server, httpMethod="ANY")

    assert [api.send(verb, "/x").json()["method"] for verb in ("GET", "PUT")] == ["GET", "PUT"]


def test_a_proxied_servers_headers_of_http_are_renamed(world: World, server: str) -> None:
    """Recorded answer."""
    answer = called(world, server, "http_proxy").get("/x")

    assert answer.headers["x-amzn-remapped-server"].startswith("BaseHTTP")
    assert answer.headers["x-amzn-remapped-content-length"] == answer.headers["content-length"]
    assert "x-amzn-remapped-date" in answer.headers
    assert answer.headers["x-upstream"] == "yes"


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("Content-Length", "x-amzn-Remapped-Content-Length"),
        ("Server", "x-amzn-Remapped-Server"),
        ("Expect", "x-amzn-Remapped-Expect"),
        ("TE", "TE"),
        ("Via", "Via"),
        ("X-Own", "X-Own"),
    ],
)
def test_mapped_headers_of_http_are_renamed(world: World, name: str, sent: str) -> None:
    """Recorded answer: none of them breaks the connection."""
    mapped = {f"method.response.header.{name}": "'1'"}
    responses = {"default": {"statusCode": "200", "responseParameters": mapped}}
    templates = {"application/json": "{statusCode: 200}"}
    mock = integrated("mock", "", responses, requestTemplates=templates)
    api = world.deployed(openapi({"/x": {"get": mock}}))

    raw = api.raw("GET {base}/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()

    assert f"\r\n{sent}: 1\r\n" in raw


@pytest.mark.parametrize("name", ["Content-Length", "Transfer-Encoding", "Authorization", "TE"])
def test_a_header_that_nobody_may_map_fails_every_request(world: World, name: str) -> None:
    """Recorded answer."""
    mapped = {f"integration.request.header.{name}": "'1'"}
    function = world.function(lambda _: {"statusCode": 200})
    operation = proxied(function, requestParameters=mapped)

    answer = world.deployed(openapi({"/x": {"get": operation}})).get("/x")

    assert (answer.status_code, answer.text) == (500, '{"message": "Internal server error"}')


def test_a_path_parameter_that_is_not_mapped_is_an_illegal_address(
    world: World, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert called(world, f"{server}/{{id}}", "http_proxy").get("/x").status_code == 500
    assert "Illegal character in path at index" in caplog.text


@pytest.fixture
def queue(world: World) -> Iterator[tuple[Any, str]]:
    """(SQS, the queue's address)."""
    sqs = world.client("sqs")
    address = sqs.create_queue(QueueName="orders")["QueueUrl"]
    yield sqs, address
    sqs.delete_queue(QueueUrl=address)


QUEUE = f"arn:aws:apigateway:{REGION}:sqs:path/{ACCOUNT}/orders"
FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
SEND = {"application/json": "Action=SendMessage&MessageBody=$input.body"}


def test_a_queue_answers_a_form_in_json(world: World, queue: tuple[Any, str]) -> None:
    """Recorded answer: with null for what is absent."""
    form = {"requestParameters": FORM, "requestTemplates": SEND}
    api = called(world, QUEUE, "aws", credentials=ROLE, **form)

    answer = api.send("POST", "/x", json={"a": 1}).json()["SendMessageResponse"]

    assert set(answer["ResponseMetadata"]) == {"RequestId"}
    assert answer["SendMessageResult"]["SequenceNumber"] is None
    (message,) = queue[0].receive_message(QueueUrl=queue[1])["Messages"]
    assert message["MessageId"] == answer["SendMessageResult"]["MessageId"]
    assert json.loads(message["Body"]) == {"a": 1}


def test_the_line_end_of_a_form_is_no_part_of_its_last_value(
    world: World, queue: tuple[Any, str]
) -> None:
    """As deployed public APIs rely on, whose templates are heredocs."""
    value = "MessageAttribute.1.Name=of&MessageAttribute.1.Value.StringValue=x"
    kind = "MessageAttribute.1.Value.DataType=String\n"
    template = f"Action=SendMessage&MessageBody=hello&{value}&{kind}"
    form = {"requestParameters": FORM, "requestTemplates": {"application/json": template}}
    api = called(world, QUEUE, "aws", credentials=ROLE, **form)

    api.send("POST", "/x", json={})

    received = queue[0].receive_message(QueueUrl=queue[1], MessageAttributeNames=["All"])
    assert received["Messages"][0]["MessageAttributes"]["of"]["DataType"] == "String"


def test_a_queue_answers_in_xml_who_accepts_that(world: World, queue: tuple[Any, str]) -> None:
    """Recorded answer."""
    mapped = {**FORM, "integration.request.header.Accept": "'application/xml'"}
    form = {"requestParameters": mapped, "requestTemplates": SEND}
    api = called(world, QUEUE, "aws", credentials=ROLE, **form)

    assert "<SendMessageResponse" in api.send("POST", "/x", json={}).text
    assert queue


def test_messages_are_received_by_query(world: World, queue: tuple[Any, str]) -> None:
    queue[0].send_message(QueueUrl=queue[1], MessageBody="hello")
    query = {"integration.request.querystring.Action": "'ReceiveMessage'"}
    api = called(world, QUEUE, "aws", credentials=ROLE, httpMethod="GET", requestParameters=query)

    result = api.get("/x").json()["ReceiveMessageResponse"]["ReceiveMessageResult"]

    assert [each["Body"] for each in result["messages"]] == ["hello"]


def test_ssm_answers_by_its_query_protocol(world: World) -> None:
    """Recorded answer."""
    world.ssm.put_parameter(Name="colour", Value="red", Type="String")
    uri = f"arn:aws:apigateway:{REGION}:ssm:action/GetParameter"
    name = {"integration.request.querystring.Name": "'colour'"}
    api = called(world, uri, "aws", credentials=ROLE, requestParameters=name)

    parameter = api.get("/x").json()["GetParameterResponse"]["GetParameterResult"]["Parameter"]

    assert (parameter["Value"], parameter["Version"]) == ("red", 1)
    assert (parameter["Selector"], parameter["SourceResult"]) == (None, None)
    world.ssm.delete_parameter(Name="colour")


RAW = bytes(range(256))
ENCODED = base64.b64encode(RAW)
LOSSY = RAW.decode("utf-8", "replace").encode()
BODIES = [
    (None, "text/plain", "text/plain", RAW, 200, LOSSY),
    (None, "image/png", "text/plain", ENCODED, 200, RAW),
    (None, "image/png", "text/plain", RAW, 500, None),
    (None, "image/png", "image/png", RAW, 200, RAW),
    (None, "text/plain", "image/png", RAW, 200, ENCODED),
    ("CONVERT_TO_TEXT", "image/png", "image/png", RAW, 200, ENCODED),
    ("CONVERT_TO_TEXT", "image/png", "text/plain", RAW, 200, LOSSY),
    ("CONVERT_TO_BINARY", "text/plain", "text/plain", ENCODED, 200, RAW),
    ("CONVERT_TO_BINARY", "text/plain", "text/plain", RAW, 500, None),
    ("CONVERT_TO_BINARY", "text/plain", "image/png", RAW, 200, RAW),
]


@pytest.mark.parametrize("case", BODIES)
def test_a_payload_is_text_or_bytes_as_recorded(world: World, case: tuple[Any, ...]) -> None:
    """Recorded answer: an object of S3, by its media type, the caller's Accept and the handling."""
    handling, accept, media_type, payload, status, body = case
    s3 = world.client("s3")
    s3.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_object(Bucket="files", Key="x", Body=payload, ContentType=media_type)
    converted = {"contentHandling": handling} if handling else {}
    uri = f"arn:aws:apigateway:{REGION}:s3:path/files/x"
    responses = {"default": {"statusCode": "200", **converted}}
    read = integrated("aws", uri, responses, credentials=ROLE, httpMethod="GET")

    api = world.deployed(openapi({"/x": {"get": read}}, **BINARY))
    answer = api.get("/x", headers={"Accept": accept})

    assert answer.status_code == status
    assert body in {None, answer.content}
    s3.delete_object(Bucket="files", Key="x")
    s3.delete_bucket(Bucket="files")
