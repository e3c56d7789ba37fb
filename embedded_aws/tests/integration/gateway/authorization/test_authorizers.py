"""Lambda authorizers: accepted callers, the function's context, answers to failures."""

import time
from typing import Any

import pytest
from moto.apigateway.models import apigateway_backends

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Behaviour,
    Deployed,
    Event,
    FunctionFailedError,
    World,
    invocation_uri,
    ok,
    openapi,
    proxied,
)


def policy(*statements: tuple[str, str], **answer: object) -> dict[str, Any]:
    """An authorizer's answer: (effect, resource below the stage) statements."""
    prefix = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:*/v1/"
    listed = [
        {"Effect": effect, "Action": "execute-api:Invoke", "Resource": prefix + resource}
        for effect, resource in statements
    ]
    document = {"Version": "2012-10-17", "Statement": listed}
    return {"principalId": "user", "policyDocument": document, **answer}


def allow_all(event: Event) -> object:
    del event
    return policy(("Allow", "*"))


def protected(world: World, behaviour: Behaviour, **authorizer: object) -> Deployed:
    """GET and POST /orders/{id} behind an authorizer with this behaviour."""
    settings = {
        "type": "token",
        "authorizerUri": invocation_uri(world.function(behaviour)),
        "authorizerResultTtlInSeconds": 300,
        **authorizer,
    }
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": settings,
    }
    orders = proxied(world.function(ok))
    paths = {path: {"get": orders, "post": orders} for path in ("/orders", "/orders/{id}")}
    components = {"securitySchemes": {"who": scheme}}
    return world.deployed(openapi(paths, security=[{"who": []}], components=components))


def bearer(name: str = "t") -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


def calls(world: World, kind: str) -> list[Event]:
    """Events of authorizers of a kind, or of the function behind (no kind)."""
    events = [each for listed in world.functions.events.values() for each in listed]
    return [each for each in events if each.get("type", "") == kind]


def test_an_allowed_caller_reaches_the_function(world: World) -> None:
    deployed = protected(world, allow_all)

    assert deployed.get("/orders", headers=bearer()).status_code == 200


def test_a_token_authorizer_gets_type_token_and_method_arn(world: World) -> None:
    deployed = protected(world, allow_all)

    deployed.get("/orders/7", headers=bearer("abc"))

    assert calls(world, "TOKEN") == [
        {
            "type": "TOKEN",
            "authorizationToken": "Bearer abc",
            "methodArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{deployed.id}/v1/GET/orders/7",
        }
    ]


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}])
def test_a_missing_token_is_refused_without_asking(world: World, headers: dict[str, str]) -> None:
    deployed = protected(world, allow_all)

    answer = deployed.get("/orders", headers=headers)

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})
    assert answer.headers["x-amzn-errortype"] == "UnauthorizedException"
    assert world.functions.events == {}


@pytest.mark.parametrize(
    ("token", "status"), [("Bearer abc", 200), ("Basic abc", 401), ("Bearer a b", 401)]
)
def test_a_token_of_another_form_is_refused_without_asking(
    world: World, token: str, status: int
) -> None:
    deployed = protected(world, allow_all, identityValidationExpression="^Bearer [a-z]+$")

    answer = deployed.get("/orders", headers={"Authorization": token})

    assert answer.status_code == status
    assert len(calls(world, "TOKEN")) == (status == 200)


def test_a_stage_variable_names_the_authorizers_function(world: World) -> None:
    *before, name, alias = world.function(allow_all).split(":")
    uri = invocation_uri(":".join([*before, "${stageVariables.guard}", alias]))
    deployed = protected(world, allow_all, authorizerUri=uri)

    deployed.change(("replace", "/variables/guard", name))

    assert deployed.get("/orders", headers=bearer()).status_code == 200
    assert next(iter(world.functions.events)) == ":".join([*before, name, alias])


def test_the_identity_source_names_another_header(world: World) -> None:
    deployed = protected(world, allow_all, identitySource="method.request.header.X-Token")

    assert deployed.get("/orders", headers=bearer()).status_code == 401
    assert deployed.get("/orders", headers={"X-Token": "t"}).status_code == 200


@pytest.mark.parametrize(
    ("statements", "status"),
    [
        ([("Allow", "GET/orders/7")], 200),
        ([("Allow", "GET/orders/*")], 200),
        ([("Allow", "*/orders/7")], 200),
        ([("Allow", "GET/orders/?")], 200),
        ([("Allow", "GET/*")], 200),
        ([("Allow", "GET/orders/??")], 403),
        ([("Allow", "GET/orders")], 403),
        ([("Allow", "POST/orders/7")], 403),
        ([("Allow", "GET/Orders/7")], 403),
        ([("Deny", "POST/*")], 403),
        ([("Allow", "*"), ("Deny", "GET/orders/7")], 403),
        ([("Deny", "GET/orders/*"), ("Allow", "GET/orders/7")], 403),
        ([("Allow", "*"), ("Deny", "POST/orders/7")], 200),
        ([], 403),
    ],
)
def test_the_policy_decides_by_method_arn_with_deny_first(
    world: World, statements: list[tuple[str, str]], status: int
) -> None:
    deployed = protected(world, lambda _: policy(*statements))

    assert deployed.get("/orders/7", headers=bearer()).status_code == status


def test_a_denied_caller_is_told_so(world: World) -> None:
    deployed = protected(world, lambda _: policy(("Deny", "*")))

    answer = deployed.get("/orders", headers=bearer())

    assert answer.status_code == 403
    assert answer.headers["x-amzn-errortype"] == "AccessDeniedException"
    assert answer.json() == {
        "Message": "User is not authorized to access this resource with an explicit deny"
    }


def test_a_caller_whom_nothing_allows_is_told_so(world: World) -> None:
    deployed = protected(world, lambda _: policy(("Allow", "POST/*")))

    answer = deployed.get("/orders", headers=bearer())

    assert answer.status_code == 403
    assert answer.json() == {"Message": "User is not authorized to access this resource"}


def test_an_encoded_path_does_not_slip_past_a_deny(world: World) -> None:
    deployed = protected(world, lambda _: policy(("Allow", "*"), ("Deny", "GET/orders/*")))

    assert deployed.get("/%6frders/7", headers=bearer()).status_code == 403


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, 200),
        ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, 403),
        ({"StringLike": {"aws:UserAgent": "test/*"}}, 200),
        ({"StringEquals": {"aws:UserAgent": "other"}}, 403),
        # Nobody can judge these here: they let nobody through.
        ({"StringEquals": {"aws:PrincipalTag/team": "a"}}, 403),
        ({"BinaryEquals": {"aws:UserAgent": "dGVzdA=="}}, 403),
    ],
)
def test_conditions_of_the_policy_are_judged(
    world: World, condition: dict[str, Any], status: int
) -> None:
    answer = policy(("Allow", "*"))
    answer["policyDocument"]["Statement"][0]["Condition"] = condition
    deployed = protected(world, lambda _: answer)

    headers = {**bearer(), "User-Agent": "test/1"}
    assert deployed.get("/orders", headers=headers).status_code == status


def test_a_deny_that_the_gateway_cannot_judge_denies(world: World) -> None:
    answer = policy(("Allow", "*"), ("Deny", "*"))
    condition = {"StringEquals": {"aws:PrincipalTag/team": "a"}}
    answer["policyDocument"]["Statement"][1]["Condition"] = condition
    deployed = protected(world, lambda _: answer)

    assert deployed.get("/orders", headers=bearer()).status_code == 403


def test_a_cached_policys_conditions_are_judged_for_each_request(world: World) -> None:
    answer = policy(("Allow", "*"))
    condition = {"StringEquals": {"aws:UserAgent": "test/1"}}
    answer["policyDocument"]["Statement"][0]["Condition"] = condition
    deployed = protected(world, lambda _: answer)

    statuses = [
        deployed.get("/orders", headers={**bearer(), "User-Agent": agent}).status_code
        for agent in ("test/1", "test/2")
    ]

    assert statuses == [200, 403]
    assert len(calls(world, "TOKEN")) == 1


def test_unauthorized_thrown_by_the_function_is_401(world: World) -> None:
    def refuse(event: Event) -> object:
        del event
        raise FunctionFailedError("Unauthorized")

    answer = protected(world, refuse).get("/orders", headers=bearer())

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


def test_any_other_error_of_the_function_is_500(world: World) -> None:
    def fail(event: Event) -> object:
        del event
        raise FunctionFailedError("database is down")

    answer = protected(world, fail).get("/orders", headers=bearer())

    assert (answer.status_code, answer.json()) == (500, {"message": None})
    assert answer.headers["x-amzn-errortype"] == "AuthorizerConfigurationException"


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "allow",
        [],
        {},
        {"principalId": "user"},
        {"policyDocument": policy(("Allow", "*"))["policyDocument"]},
        {"principalId": "user", "policyDocument": {}},
        {"principalId": "user", "policyDocument": {"Statement": ["x"]}},
        {"principalId": "user", "policyDocument": {"Statement": [{"Effect": "Maybe"}]}},
        policy(("Allow", "*"), context={"nested": {"a": 1}}),
        policy(("Allow", "*"), context={"list": [1]}),
        policy(("Allow", "*"), context="text"),
    ],
)
def test_a_malformed_answer_of_the_function_is_500(world: World, broken: object) -> None:
    deployed = protected(world, lambda _: broken)

    answer = deployed.get("/orders", headers=bearer())

    assert (answer.status_code, answer.json()) == (500, {"message": None})
    assert answer.headers["x-amzn-errortype"] == "AuthorizerConfigurationException"


def test_the_function_behind_learns_context_and_principal_as_strings(world: World) -> None:
    context = {"tenant": "acme", "admin": True, "level": 3, "ratio": 1.5}
    deployed = protected(world, lambda _: policy(("Allow", "*"), context=context))

    deployed.get("/orders", headers=bearer())

    seen = calls(world, "")[0]["requestContext"]["authorizer"]
    assert isinstance(seen.pop("integrationLatency"), int)
    assert seen == {
        "principalId": "user",
        "tenant": "acme",
        "admin": "true",
        "level": "3",
        "ratio": "1.5",
    }


def test_the_result_is_cached_for_a_token_across_methods(world: World) -> None:
    deployed = protected(world, allow_all)

    statuses = [
        deployed.send(method, path, headers=bearer()).status_code
        for method, path in (("GET", "/orders"), ("POST", "/orders"), ("GET", "/orders/7"))
    ]

    assert statuses == [200, 200, 200]
    assert len(calls(world, "TOKEN")) == 1


def test_a_cached_policy_is_judged_for_each_method(world: World) -> None:
    deployed = protected(world, lambda _: policy(("Allow", "GET/*")))
    assert deployed.get("/orders", headers=bearer()).status_code == 200

    assert deployed.send("POST", "/orders", headers=bearer()).status_code == 403
    assert len(calls(world, "TOKEN")) == 1


def test_another_token_is_another_caller(world: World) -> None:
    deployed = protected(world, allow_all)

    deployed.get("/orders", headers=bearer("one"))
    deployed.get("/orders", headers=bearer("two"))

    assert len(calls(world, "TOKEN")) == 2


def test_a_ttl_of_zero_asks_every_time(world: World) -> None:
    deployed = protected(world, allow_all, authorizerResultTtlInSeconds=0)

    deployed.get("/orders", headers=bearer())
    deployed.get("/orders", headers=bearer())

    assert len(calls(world, "TOKEN")) == 2


def test_a_cached_result_expires(world: World) -> None:
    deployed = protected(world, allow_all, authorizerResultTtlInSeconds=1)
    deployed.get("/orders", headers=bearer())

    time.sleep(1.1)
    deployed.get("/orders", headers=bearer())

    assert len(calls(world, "TOKEN")) == 2


def test_a_refusal_of_the_function_is_not_cached(world: World) -> None:
    def refuse(event: Event) -> object:
        del event
        raise FunctionFailedError("Unauthorized")

    deployed = protected(world, refuse)

    deployed.get("/orders", headers=bearer())
    deployed.get("/orders", headers=bearer())

    assert len(calls(world, "TOKEN")) == 2


def test_a_request_authorizer_gets_the_whole_request(world: World) -> None:
    deployed = protected(world, allow_all, type="request", identitySource="method.request.header.X")

    deployed.get("/orders/7?a=1&a=2", headers={"X": "1"})

    (event,) = calls(world, "REQUEST")
    assert event["methodArn"].endswith("/v1/GET/orders/7")
    assert event["resource"] == "/orders/{id}"
    assert event["path"] == "/orders/7"
    assert event["pathParameters"] == {"id": "7"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["headers"]["X"] == "1"
    assert event["requestContext"]["stage"] == "v1"
    assert not {"body", "isBase64Encoded"} & set(event)


SOURCES = (
    "method.request.header.X, method.request.querystring.q, stageVariables.colour, context.stage"
)


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/orders?q=1", {"X": "1"}, 200),
        ("/orders", {"X": "1"}, 401),
        ("/orders?q=1", {}, 401),
    ],
)
def test_a_request_authorizer_needs_each_identity_source(
    world: World, path: str, headers: dict[str, str], status: int
) -> None:
    deployed = protected(world, allow_all, type="request", identitySource=SOURCES)
    deployed.change(("replace", "/variables/colour", "red"))

    assert deployed.get(path, headers=headers).status_code == status
    assert len(calls(world, "REQUEST")) == (status == 200)


def test_a_request_authorizer_caches_by_all_its_sources(world: World) -> None:
    deployed = protected(world, allow_all, type="request", identitySource=SOURCES)
    deployed.change(("replace", "/variables/colour", "red"))

    for path in ("/orders?q=1", "/orders?q=1", "/orders?q=2"):
        deployed.get(path, headers={"X": "1"})

    assert len(calls(world, "REQUEST")) == 2


def test_a_request_authorizer_may_be_asked_for_each_route(world: World) -> None:
    sources = "method.request.header.Authorization, context.resourcePath"
    deployed = protected(world, allow_all, type="request", identitySource=sources)

    for path in ("/orders/1", "/orders/2", "/orders", "/orders/3"):
        deployed.get(path, headers=bearer())

    assert [each["resource"] for each in calls(world, "REQUEST")] == ["/orders/{id}", "/orders"]


def test_a_request_authorizer_without_cache_needs_no_identity_source(world: World) -> None:
    deployed = protected(world, allow_all, type="request", authorizerResultTtlInSeconds=0)

    assert deployed.get("/orders").status_code == 200


def test_an_authorizer_that_is_not_deployed_is_a_configuration_error(world: World) -> None:
    deployed = protected(world, allow_all, authorizerUri=invocation_uri("arn:aws:lambda:::none"))
    deployed.world.functions.behaviours.clear()

    answer = deployed.get("/orders", headers=bearer())

    assert answer.status_code == 500


def test_a_method_of_an_authorizer_that_is_gone_lets_nobody_through(world: World) -> None:
    deployed = protected(world, allow_all)
    apigateway_backends[ACCOUNT][REGION].apis[deployed.id].authorizers.clear()
    deployed.redeploy()

    answer = deployed.get("/orders", headers=bearer())

    assert answer.status_code == 500
    assert world.functions.events == {}


def test_the_route_is_looked_for_before_the_caller(world: World) -> None:
    deployed = protected(world, allow_all)

    assert deployed.get("/nothing", headers=bearer()).status_code == 403
    assert world.functions.events == {}


@pytest.mark.parametrize(("padding", "status"), [(7_000, 200), (8_192, 500)])
def test_an_answer_above_eight_kilobytes_is_a_configuration_error(
    world: World, padding: int, status: int
) -> None:
    def wordy(event: Event) -> object:
        del event
        return policy(("Allow", "*"), context={"padding": "x" * padding})

    api = protected(world, wordy)

    assert api.get("/orders", headers=bearer()).status_code == status
