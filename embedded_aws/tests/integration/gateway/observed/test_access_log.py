"""One access-log line per request, in the stage's deployed format, for refused requests too."""

import json
import re
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.authorization.test_authorizers import (
    allow_all,
    bearer,
    protected,
)
from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Behaviour,
    Deployed,
    Event,
    FunctionFailedError,
    World,
    mocked,
    ok,
    openapi,
    proxied,
)

GROUP = "/groundplan/local/gateway/access"


def logging_to(deployed: Deployed, names: list[str]) -> Deployed:
    """Log these `$context` variables as JSON, each quoted."""
    text = json.dumps({name: f"$context.{name}" for name in names})
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}"
    deployed.change(
        ("replace", "/accessLogSettings/destinationArn", arn),
        ("replace", "/accessLogSettings/format", text),
    )
    return deployed


def line(world: World) -> dict[str, str]:
    """The one line that was written."""
    (written,) = world.lines.of(GROUP, 1)
    return dict(json.loads(written))


def api(world: World, behaviour: Behaviour = ok) -> Deployed:
    function = world.function(behaviour)
    return world.deployed(openapi({"/orders/{id}": {"get": proxied(function)}}))


def test_a_line_tells_what_was_asked_and_answered(world: World) -> None:
    names = ["requestId", "extendedRequestId", "httpMethod", "path", "resourcePath", "protocol"]
    names += ["status", "responseLength", "apiId", "stage", "accountId", "domainName"]
    names += ["identity.sourceIp", "identity.userAgent", "domainPrefix"]
    deployed = logging_to(api(world), names)

    answer = deployed.get("/orders/7", headers={"User-Agent": "test"})

    assert line(world) == {
        "requestId": answer.headers["x-amzn-requestid"],
        "extendedRequestId": answer.headers["x-amz-apigw-id"],
        "httpMethod": "GET",
        "path": "/v1/orders/7",
        "resourcePath": "/orders/{id}",
        "protocol": "HTTP/1.1",
        "status": "200",
        "responseLength": "2",
        "apiId": deployed.id,
        "stage": "v1",
        "accountId": ACCOUNT,
        "domainName": f"{deployed.id}.execute-api.{REGION}.amazonaws.com",
        "domainPrefix": deployed.id,
        "identity.sourceIp": "127.0.0.1",
        "identity.userAgent": "test",
    }


@pytest.mark.parametrize("name", ["responseLatency", "integrationLatency", "integration.latency"])
def test_latencies_are_whole_milliseconds(world: World, name: str) -> None:
    logging_to(api(world), [name]).get("/orders/7")

    assert line(world)[name].isdecimal()


def test_a_line_tells_when(world: World) -> None:
    logging_to(api(world), ["requestTime", "requestTimeEpoch"]).get("/orders/7")

    written = line(world)
    assert re.fullmatch(r"\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000", written["requestTime"])
    assert len(written["requestTimeEpoch"]) == 13


def test_what_is_absent_prints_a_dash(world: World) -> None:
    names = ["error.message", "error.responseType", "authorizer.principalId", "identity.apiKey"]
    names += ["integration.error", "wafResponseCode", "error.validationErrorString"]
    names += ["integrationErrorMessage", "identity.user", "authorizer.error", "authorizer.nonsense"]
    deployed = logging_to(api(world), names)

    deployed.get("/orders/7")

    assert line(world) == dict.fromkeys(names, "-")


def test_an_unknown_route_is_logged(world: World) -> None:
    names = ["status", "error.responseType", "error.message", "resourcePath", "integration.status"]
    deployed = logging_to(api(world), names)

    deployed.get("/nothing")

    assert line(world) == {
        "status": "403",
        "error.responseType": "MISSING_AUTHENTICATION_TOKEN",
        "error.message": "Missing Authentication Token",
        "resourcePath": "-",
        "integration.status": "-",
    }


def test_a_refused_caller_is_logged(world: World) -> None:
    names = ["status", "error.responseType", "authorizer.principalId"]
    deployed = logging_to(protected(world, allow_all), names)

    deployed.get("/orders")

    assert line(world) == {
        "status": "401",
        "error.responseType": "UNAUTHORIZED",
        "authorizer.principalId": "-",
    }


def test_a_known_caller_is_logged(world: World) -> None:
    names = ["authorizer.principalId", "authorizer.status", "authorizer.latency"]
    names += ["authorizer.requestId", "authorizer.integrationLatency", "authorize.status"]
    deployed = logging_to(protected(world, allow_all), names)

    deployed.get("/orders", headers=bearer())

    written = line(world)
    assert written["authorizer.principalId"] == "user"
    assert (written["authorizer.status"], written["authorize.status"]) == ("200", "200")
    assert written["authorizer.latency"].isdecimal()
    assert written["authorizer.integrationLatency"].isdecimal()
    assert len(written["authorizer.requestId"]) == 36


def fail(event: Event) -> object:
    del event
    raise FunctionFailedError("oh no")


@pytest.mark.parametrize(
    ("behaviour", "status", "said"),
    [
        (ok, "200", "200"),
        (lambda _: {"statusCode": 404}, "404", "404"),
        (lambda _: "malformed", "502", "-"),
        (fail, "502", "-"),
    ],
)
def test_a_line_tells_the_integrations_status(
    world: World, behaviour: Behaviour, status: str, said: str
) -> None:
    names = ["status", "integration.status", "integration.integrationStatus", "integrationStatus"]
    deployed = logging_to(api(world, behaviour), names)

    deployed.get("/orders/7")

    # What the function said, and what Lambda itself said to API Gateway.
    assert line(world) == {
        "status": status,
        "integration.status": said,
        "integration.integrationStatus": "200",
        "integrationStatus": "200",
    }


def test_a_failed_integration_says_why(world: World) -> None:
    deployed = logging_to(api(world, fail), ["integration.error", "integrationErrorMessage"])

    deployed.get("/orders/7")

    written = line(world)
    assert "error" in written["integration.error"]
    assert written["integrationErrorMessage"] == written["integration.error"]


def test_a_body_that_is_too_large_is_logged(world: World) -> None:
    deployed = world.deployed(openapi({"/": {"post": proxied(world.function(ok))}}))
    logging_to(deployed, ["status", "error.responseType"])

    deployed.raw(
        "POST {base}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\nConnection: close\r\n\r\n"
    )

    assert line(world) == {"status": "413", "error.responseType": "REQUEST_TOO_LARGE"}


@pytest.mark.parametrize("path", ["/%2e%2e/x", "//orders", "/orders/%zz%", "/orders/%00"])
def test_a_strange_path_is_logged_once(world: World, path: str) -> None:
    deployed = logging_to(api(world), ["status", "httpMethod"])

    deployed.raw(f"GET {{base}}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")

    assert line(world)["httpMethod"] == "GET"


@pytest.mark.parametrize("agent", ['quote " mark', "back \\ slash", "tab \t end", "ümlaut"])
def test_what_a_client_sends_cannot_break_a_line(world: World, agent: str) -> None:
    deployed = logging_to(api(world), ["identity.userAgent", "status"])

    deployed.get("/orders/7", headers={"User-Agent": agent.encode("latin-1")})

    assert line(world)["status"] == "200"


def test_a_line_is_written_for_each_request(world: World) -> None:
    deployed = logging_to(api(world), ["requestId"])

    for path in ("/orders/1", "/orders/2", "/nothing"):
        deployed.get(path)

    assert len(set(world.lines.of(GROUP, 3))) == 3


def test_any_format_is_written_as_deployed(world: World) -> None:
    deployed = logging_to(api(world), [])
    form = '$context.identity.sourceIp "$context.httpMethod" ${context.status}} $$ $context. end'
    deployed.change(("replace", "/accessLogSettings/format", form))

    deployed.get("/orders/7")

    assert world.lines.of(GROUP, 1) == ['127.0.0.1 "GET" 200} $$ $context. end']


def test_a_changed_format_is_used_by_the_next_request(world: World) -> None:
    deployed = logging_to(api(world), ["status"])
    deployed.get("/orders/7")
    world.lines.of(GROUP, 1)

    deployed.change(("replace", "/accessLogSettings/format", "$context.httpMethod"))
    deployed.get("/orders/7")

    assert world.lines.of(GROUP, 2) == ['{"status": "200"}', "GET"]


def test_a_stage_without_a_log_writes_none(world: World) -> None:
    api(world).get("/orders/7")

    assert world.lines.by_group == {}


def test_a_log_group_may_be_named_with_its_star(world: World) -> None:
    deployed = logging_to(api(world), ["status"])
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{GROUP}:*"
    deployed.change(("replace", "/accessLogSettings/destinationArn", arn))

    deployed.get("/orders/7")

    assert line(world) == {"status": "200"}


def test_a_mock_is_logged_too(world: World) -> None:
    deployed = world.deployed(openapi({"/health": {"get": mocked("{}")}}))
    logging_to(deployed, ["status", "resourcePath", "responseLength"])

    deployed.get("/health")

    assert line(world) == {"status": "200", "resourcePath": "/health", "responseLength": "2"}


def test_the_length_is_what_was_sent(world: World) -> None:
    compress: dict[str, Any] = {"x-amazon-apigateway-minimum-compression-size": 10}
    document = openapi({"/": {"get": mocked("x" * 5000)}}, **compress)
    deployed = logging_to(world.deployed(document), ["responseLength"])

    answer = deployed.get("/", headers={"Accept-Encoding": "gzip"})

    assert line(world)["responseLength"] == answer.headers["content-length"]
