"""The stage's cache, by the stage's and methods' settings."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import (
    ACCOUNT,
    REGION,
    Clock,
    Deployed,
    World,
    openapi,
    proxied,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()
FRESH = {"Cache-Control": "max-age=0"}
FORMAT = '{"status":"$context.status","integration":"$context.integration.status"}'
GROUP = "/gateway/access"


@pytest.fixture
def clock(world: World) -> Iterator[Clock]:
    """A clock that stays at noon until it is set."""
    world.clock.now = NOON
    yield world.clock
    world.clock.now = None


def counting(world: World, status: int = 200, body: str = "") -> str:
    """A function that answers with the number of the call."""
    calls = itertools.count(1)
    return world.function(lambda _: {"statusCode": status, "body": body or str(next(calls))})


def cached(world: World, paths: dict[str, Any], **settings: Any) -> Deployed:
    """An API whose stage has a cache, switched on for all its methods."""
    api = world.deployed(openapi(paths), cacheClusterEnabled=True, **settings)
    api.change(("replace", "/*/*/caching/enabled", "true"))
    return api


def texts(*answers: Any) -> list[str]:
    return [answer.text for answer in answers]


def test_a_get_is_answered_from_the_cache(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})

    assert texts(api.get("/n"), api.get("/n")) == ["1", "1"]


def test_a_stage_without_a_cache_keeps_nothing(world: World) -> None:
    api = world.deployed(openapi({"/n": {"get": proxied(counting(world))}}))
    api.change(("replace", "/*/*/caching/enabled", "true"))

    assert texts(api.get("/n"), api.get("/n")) == ["1", "2"]


def test_a_stage_whose_methods_do_not_cache_keeps_nothing(world: World) -> None:
    api = world.deployed(
        openapi({"/n": {"get": proxied(counting(world))}}), cacheClusterEnabled=True
    )

    assert texts(api.get("/n"), api.get("/n")) == ["1", "2"]


@pytest.mark.parametrize("verb", ["post", "put", "delete", "patch", "head"])
def test_the_stages_setting_caches_get_alone(world: World, verb: str) -> None:
    function = counting(world)
    api = cached(world, {"/n": {verb: proxied(function)}})

    api.send(verb.upper(), "/n")
    api.send(verb.upper(), "/n")

    assert len(world.functions.events[function]) == 2


def test_a_methods_own_setting_caches_another_verb(world: World) -> None:
    api = cached(world, {"/n": {"post": proxied(counting(world))}})
    api.change(("replace", "/~1n/POST/caching/enabled", "true"))

    assert texts(api.send("POST", "/n"), api.send("POST", "/n")) == ["1", "1"]


def test_a_methods_own_setting_switches_the_cache_off(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(("replace", "/~1n/GET/caching/enabled", "false"))

    assert texts(api.get("/n"), api.get("/n")) == ["1", "2"]


def test_an_entry_ends_with_its_time_to_live(world: World, clock: Clock) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(("replace", "/*/*/caching/ttlInSeconds", "60"))
    first = api.get("/n")
    clock.now = NOON + 59
    second = api.get("/n")
    clock.now = NOON + 61

    assert texts(first, second, api.get("/n")) == ["1", "1", "2"]


def test_entries_live_five_minutes_unless_said_otherwise(world: World, clock: Clock) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    first = api.get("/n")
    clock.now = NOON + 299
    second = api.get("/n")
    clock.now = NOON + 301

    assert texts(first, second, api.get("/n")) == ["1", "1", "2"]


def test_a_time_to_live_of_zero_switches_the_cache_off(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(("replace", "/*/*/caching/ttlInSeconds", "0"))

    assert texts(api.get("/n"), api.get("/n")) == ["1", "2"]


def test_parameters_tell_entries_apart_only_where_they_are_keys(world: World) -> None:
    function = world.function(lambda e: {"statusCode": 200, "body": e["path"]})
    keyed = proxied(function, cacheKeyParameters=["method.request.path.id"])
    keyed["parameters"] = [{"name": "id", "in": "path", "required": True}]
    api = cached(world, {"/keyed/{id}": {"get": keyed}, "/plain/{id}": {"get": proxied(function)}})

    assert texts(api.get("/keyed/1"), api.get("/keyed/2")) == ["/keyed/1", "/keyed/2"]
    assert texts(api.get("/plain/1"), api.get("/plain/2")) == ["/plain/1", "/plain/1"]


def test_query_and_header_can_be_keys(world: World) -> None:
    keys = ["method.request.querystring.page", "method.request.header.Accept-Language"]
    operation = proxied(counting(world), cacheKeyParameters=keys)
    declared = [{"name": "page", "in": "query"}, {"name": "Accept-Language", "in": "header"}]
    api = cached(world, {"/n": {"get": {**operation, "parameters": declared}}})

    answers = (
        api.get("/n?page=1"),
        api.get("/n?page=2"),
        api.get("/n?page=1", headers={"Accept-Language": "de"}),
        api.get("/n?page=1&other=3"),
    )

    assert texts(*answers) == ["1", "2", "3", "1"]


def test_methods_with_one_namespace_share_their_entries(world: World) -> None:
    function = counting(world)
    shared = proxied(function, cacheNamespace="shop")
    api = cached(world, {"/a": {"get": shared}, "/b": {"get": shared}})

    assert texts(api.get("/a"), api.get("/b")) == ["1", "1"]


def test_methods_of_different_resources_share_nothing(world: World) -> None:
    function = counting(world)
    api = cached(world, {"/a": {"get": proxied(function)}, "/b": {"get": proxied(function)}})

    assert texts(api.get("/a"), api.get("/b")) == ["1", "2"]


def test_failures_of_the_function_are_kept_like_any_answer(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world, status=404))}})

    first, second = api.get("/n"), api.get("/n")

    assert (first.status_code, second.status_code, second.text) == (404, 404, "1")


def test_what_the_gateway_itself_refuses_is_not_kept(world: World) -> None:
    answers = iter([b"not a proxy response", b'{"statusCode": 200, "body": "good"}'])
    api = cached(world, {"/n": {"get": proxied(world.function(lambda _: next(answers)))}})

    assert (api.get("/n").status_code, api.get("/n").text) == (502, "good")


def test_a_failure_without_a_response_of_its_own_is_not_kept(world: World) -> None:
    name = f"things-{uuid.uuid4().hex[:8]}"
    key = f'{{"TableName": "{name}", "Key": {{"id": {{"S": "p1"}}}}}}'
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": f"arn:aws:apigateway:{REGION}:dynamodb:action/GetItem",
        "credentials": f"arn:aws:iam::{ACCOUNT}:role/gateway",
        "requestTemplates": {"application/json": key},
        "responses": {"200": {"statusCode": "200"}},
    }
    operation = {
        "x-amazon-apigateway-integration": integration,
        "responses": {"200": {"description": "the item"}},
    }
    api = cached(world, {"/n": {"get": operation}})

    failed = api.get("/n")
    world.dynamodb.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    assert (failed.status_code, failed.json()["message"]) == (500, "Internal server error")
    assert api.get("/n").status_code == 200


def test_a_kept_answer_has_its_headers_and_an_id_of_its_own(world: World) -> None:
    function = world.function(lambda _: {"statusCode": 200, "headers": {"X-Own": "1"}, "body": ""})
    api = cached(world, {"/n": {"get": proxied(function)}})

    first, second = api.get("/n").headers, api.get("/n").headers

    assert second["X-Own"] == "1"
    assert second["x-amzn-RequestId"] != first["x-amzn-RequestId"]


def test_an_answer_beyond_a_megabyte_is_not_kept(world: World) -> None:
    function = counting(world, body="x" * 1_048_577)
    api = cached(world, {"/n": {"get": proxied(function)}})

    api.get("/n")
    api.get("/n")

    assert len(world.functions.events[function]) == 2


@pytest.mark.parametrize("header", ["max-age=0", "Max-Age = 0", "no-transform, max-age=0"])
def test_a_client_may_ask_for_a_fresh_answer_that_replaces_the_entry(
    world: World, header: str
) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(("replace", "/*/*/caching/requireAuthorizationForCacheControl", "false"))

    first = api.get("/n")
    fresh = api.get("/n", headers={"Cache-Control": header})

    assert texts(first, fresh, api.get("/n")) == ["1", "2", "2"]


@pytest.mark.parametrize("header", ["max-age=01", "no-cache", "max-age=60", "s-max-age=0"])
def test_other_cache_controls_change_nothing(world: World, header: str) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(("replace", "/*/*/caching/requireAuthorizationForCacheControl", "false"))

    api.get("/n")

    assert api.get("/n", headers={"Cache-Control": header}).text == "1"


STRATEGY = "/*/*/caching/unauthorizedCacheControlHeaderStrategy"
REQUIRED = ("replace", "/*/*/caching/requireAuthorizationForCacheControl", "true")


def test_who_may_not_invalidate_is_refused_where_the_stage_says_so(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(REQUIRED, ("replace", STRATEGY, "FAIL_WITH_403"))

    assert api.get("/n", headers=FRESH).status_code == 403


def test_who_may_not_invalidate_is_warned_where_the_stage_says_so(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(REQUIRED, ("replace", STRATEGY, "SUCCEED_WITH_RESPONSE_HEADER"))
    api.get("/n")

    answer = api.get("/n", headers=FRESH)

    assert (answer.text, answer.headers["Warning"][:3]) == ("1", "199")


def test_who_may_not_invalidate_is_ignored_where_the_stage_says_so(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(REQUIRED, ("replace", STRATEGY, "SUCCEED_WITHOUT_RESPONSE_HEADER"))
    api.get("/n")

    answer = api.get("/n", headers=FRESH)

    assert answer.text == "1"
    assert "Warning" not in answer.headers


def test_a_policy_with_invalidate_cache_lets_its_caller_ask_for_fresh_answers(
    world: World,
) -> None:
    api = authorized(world, ["execute-api:Invoke", "execute-api:InvalidateCache"])

    token = {"Authorization": "t"}

    assert texts(api.get("/n", headers=token), api.get("/n", headers=token | FRESH)) == ["1", "2"]


def test_a_policy_that_only_allows_the_call_does_not_invalidate(world: World) -> None:
    api = authorized(world, ["execute-api:Invoke"])

    token = {"Authorization": "t"}

    assert texts(api.get("/n", headers=token), api.get("/n", headers=token | FRESH)) == ["1", "1"]


def authorized(world: World, actions: list[str]) -> Deployed:
    """A cached API behind an authorizer that allows the actions."""
    statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
    authorizer = world.function(
        lambda _: {"principalId": "p", "policyDocument": {"Statement": [statement]}}
    )
    uri = proxied(authorizer)["x-amazon-apigateway-integration"]["uri"]
    scheme = {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "x-amazon-apigateway-authtype": "custom",
        "x-amazon-apigateway-authorizer": {"type": "token", "authorizerUri": uri},
    }
    operation = {**proxied(counting(world)), "security": [{"a": []}]}
    document = openapi({"/n": {"get": operation}}, components={"securitySchemes": {"a": scheme}})
    api = world.deployed(document, cacheClusterEnabled=True)
    api.change(("replace", "/*/*/caching/enabled", "true"), REQUIRED)
    api.change(("replace", STRATEGY, "SUCCEED_WITHOUT_RESPONSE_HEADER"))
    return api


def test_flushing_the_stage_empties_its_cache(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.get("/n")

    world.apigateway.flush_stage_cache(restApiId=api.id, stageName=api.stage)

    assert api.get("/n").text == "2"


def test_flushing_the_authorizers_asks_them_again(world: World) -> None:
    api = authorized(world, ["execute-api:Invoke"])
    api.get("/n", headers={"Authorization": "t"})

    world.apigateway.flush_stage_authorizers_cache(restApiId=api.id, stageName=api.stage)
    api.get("/n", headers={"Authorization": "t"})

    assert sorted(len(events) for events in world.functions.events.values()) == [1, 2]


def test_stages_share_nothing(world: World) -> None:
    function = counting(world)
    api = cached(world, {"/n": {"get": proxied(function)}})
    other = world.staged(api.id, "v2", cacheClusterEnabled=True)
    other.change(("replace", "/*/*/caching/enabled", "true"))

    assert texts(api.get("/n"), other.get("/n")) == ["1", "2"]


def test_a_hit_has_no_integration_fields_in_the_access_log(world: World) -> None:
    api = cached(world, {"/n": {"get": proxied(counting(world))}})
    api.change(
        ("replace", "/accessLogSettings/destinationArn", f"arn:aws:logs:r:1:log-group:{GROUP}"),
        ("replace", "/accessLogSettings/format", FORMAT),
    )
    api.get("/n")
    api.get("/n")

    assert world.lines.of(GROUP, 2) == [
        '{"status":"200","integration":"200"}',
        '{"status":"200","integration":"-"}',
    ]
