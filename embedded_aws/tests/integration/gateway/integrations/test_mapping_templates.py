"""Mapping templates: `$input`, `$context`, `$util` and Velocity itself."""

import json
from typing import Any

import pytest

from embedded_aws.tests.integration.gateway.conftest import Deployed, World, openapi

STARTED = {"statusCode": 200}


def mapping(response: str, request: str = json.dumps(STARTED), **more: Any) -> dict[str, Any]:
    """An operation whose answer is the output of the response template."""
    return {
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": request},
            "responses": {
                "default": {
                    "statusCode": "200",
                    "responseTemplates": {"application/json": response},
                }
            },
            **more,
        },
        "responses": {"200": {"description": "mapped"}},
    }


def echo(world: World, template: str, path: str = "/echo") -> Deployed:
    """A function that returns its event, the output of the request template."""
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": uri(world.function(lambda event: event)),
        "requestTemplates": {"application/json": template},
        "responses": {"default": {"statusCode": "200"}},
    }
    operation = {
        "x-amazon-apigateway-integration": integration,
        "responses": {"200": {"description": "what came"}},
    }
    return world.deployed(openapi({path: {"post": operation, "get": operation}}))


def uri(arn: str) -> str:
    region = "eu-central-1"
    return f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations"


def sent(world: World, template: str, body: object, **request: Any) -> Any:
    """The function's event for a body, through the template."""
    return echo(world, template).send("POST", "/echo", json=body, **request).json()


BODY = {"name": "Ada", "tags": ["a", "b"], "size": {"w": 2, "h": 3}, "ok": True, "none": None}


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{"v": $input.json("$")}', BODY),
        ("{\"v\": $input.json('$.size')}", {"w": 2, "h": 3}),
        ("{\"v\": $input.json('$.name')}", "Ada"),
        ("{\"v\": $input.json('$.missing')}", ""),
        ("{\"v\": $input.json('$.tags[1]')}", "b"),
        ("{\"v\": $input.json('$.tags[*]')}", ["a", "b"]),
        ('{"v": "$input.path(\'$.name\')"}', "Ada"),
        ("{\"v\": $input.path('$.size.w')}", 2),
        ("{\"v\": $input.path('$.ok')}", True),
        ("{\"v\": $input.path('$.tags').size()}", 2),
        ('{"v": "$input.path(\'$\').name.toUpperCase()"}', "ADA"),
        ('{"v": "$!input.path(\'$.missing\')"}', ""),
        ('#set($all = $input.path(\'$\')){"v": "$all.size.h"}', "3"),
        (
            '{"v": [#foreach($t in $input.path(\'$.tags\'))"$t"#if($foreach.hasNext),#end#end]}',
            ["a", "b"],
        ),
        ('#set($k = $input.path(\'$.name\')){"v": "KEY#$k"}', "KEY#Ada"),
        ('#set($n = 1 + 2){"v": $n}', 3),
        ('#set($yes = true){"v": $yes}', True),
        ("{\"v\": #if($input.path('$.name') == 'Ada')1#else 2#end}", 1),
        ("{\"v\": #if($input.path('$.name') == 'Bob')1#elseif($input.path('$.ok'))3#end}", 3),
        ('## a comment\n{"v": 1}', 1),
        ('#set($m = {"a": 1}){"v": "$m.keySet()"}', "[a]"),
        ('{"v": "$util.base64Encode(\'Ada\')"}', "QWRh"),
        ('{"v": "$util.base64Decode(\'QWRh\')"}', "Ada"),
        ('{"v": "$util.urlEncode(\'a b&c\')"}', "a+b%26c"),
        ('{"v": "$util.urlDecode(\'a+b%26c\')"}', "a b&c"),
        ('#set($p = $util.parseJson(\'{"x": [7]}\')){"v": $p.x[0]}', 7),
        ("{\"v\": \"$input.path('$.name').replaceAll('A', 'O')\"}", "Oda"),
        ('{"v": "$input.path(\'$.name\').substring(1)"}', "da"),
        ("{\"v\": \"$input.path('$.name').split('d')[0]\"}", "A"),
        ("{\"v\": $input.path('$.tags').contains('b')}", True),
    ],
)
def test_a_template_computes(world: World, template: str, expected: object) -> None:
    assert sent(world, template, BODY) == {"v": expected}


def test_a_list_of_the_payload_prints_as_json(world: World) -> None:
    body = {"json": [{"foo": "bar", "ok": True, "none": None}], "ids": [1, "2"]}
    template = '{"json": $input.path("$.json"), "ids": $input.path(\'$.ids\')}'

    assert sent(world, template, body) == body


def test_the_whole_body_is_at_hand_as_text(world: World) -> None:
    template = '{"v": "$util.escapeJavaScript($input.body)"}'

    assert sent(world, template, {"a": "b"}) == {"v": '{"a":"b"}'}


def test_escaping_follows_java_and_its_quotes_can_be_taken_back(world: World) -> None:
    template = """{"v": "$util.escapeJavaScript($input.path('$.s')).replaceAll("\\\\'", "'")"}"""

    assert sent(world, template, {"s": 'it\'s "é"\n'}) == {"v": 'it\'s "é"\n'}


def test_a_parameter_is_looked_for_in_path_query_and_header(world: World) -> None:
    api = echo(world, '{"v": "$input.params(\'x\')"}', "/echo/{y}")

    assert api.get("/echo/1?x=query", headers={"x": "header"}).json() == {"v": "query"}
    assert api.get("/echo/1", headers={"X": "header"}).json() == {"v": "header"}
    assert api.get("/echo/1").json() == {"v": ""}


def test_all_parameters_come_by_place(world: World) -> None:
    template = (
        "#set($all = $input.params()){"
        '#foreach($n in $all.path.keySet())"$n": "$all.path.get($n)"#end,'
        '"q": "$all.querystring.q"}'
    )

    answer = echo(world, template, "/echo/{id}").get("/echo/a%20b?q=1")

    assert answer.json() == {"id": "a b", "q": "1"}


def test_the_context_tells_of_the_request(world: World) -> None:
    template = (
        '{"a": "$context.apiId", "m": "$context.httpMethod", "p": "$context.resourcePath",'
        ' "i": "$context.identity.sourceIp", "s": "$context.stage", "n": "$context.nothing.here"}'
    )

    api = echo(world, template)

    assert api.get("/echo").json() == {
        "a": api.id,
        "m": "GET",
        "p": "/echo",
        "i": "127.0.0.1",
        "s": "v1",
        "n": "",
    }


def test_stage_variables_reach_the_template(world: World) -> None:
    document = openapi({"/x": {"get": mapping('{"v": "$stageVariables.colour"}')}})

    api = world.deployed(document, variables={"colour": "red"})

    assert api.get("/x").json() == {"v": "red"}


def test_an_empty_body_is_an_empty_object(world: World) -> None:
    assert echo(world, "{\"v\": $input.json('$')}").send("POST", "/echo").json() == {"v": {}}


def test_a_body_that_is_not_json_is_refused_where_the_template_needs_json(world: World) -> None:
    answer = echo(world, "$input.json('$')").send("POST", "/echo", content=b"{nope")

    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Could not parse request body into json:")


def test_a_template_that_cannot_be_read_is_the_apis_fault(world: World) -> None:
    answer = echo(world, "#if($x").send("POST", "/echo", json={})

    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


def test_a_template_sees_nothing_of_the_gateway_itself(world: World) -> None:
    answer = echo(world, '{"v": "$input.__class__"}').send("POST", "/echo", json={})

    assert answer.status_code == 500


def test_a_response_template_overrides_the_status(world: World) -> None:
    template = '#set($context.responseOverride.status = 404){"gone": true}'
    api = world.deployed(openapi({"/x": {"get": mapping(template)}}))

    answer = api.get("/x")

    assert (answer.status_code, answer.json()) == (404, {"gone": True})


def test_a_response_template_sets_headers(world: World) -> None:
    template = '#set($context.responseOverride.header.ETag = "W1")' + (
        '#set($context.responseOverride.header.X-Shade-Of = "red"){}'
    )
    api = world.deployed(openapi({"/x": {"get": mapping(template)}}))

    headers = api.get("/x").headers

    assert (headers["ETag"], headers["X-Shade-Of"]) == ("W1", "red")


@pytest.mark.parametrize("status", [99, 600, -1])
def test_a_status_that_http_does_not_have_overrides_nothing(world: World, status: int) -> None:
    template = f"#set($context.responseOverride.status = {status})text"

    answer = world.deployed(openapi({"/x": {"get": mapping(template)}})).get("/x")

    assert (answer.status_code, answer.text) == (200, "text")


def test_a_status_that_is_no_number_is_the_apis_fault(world: World) -> None:
    template = '#set($context.responseOverride.status = "soon")'

    assert world.deployed(openapi({"/x": {"get": mapping(template)}})).get("/x").status_code == 500


@pytest.mark.parametrize(
    ("template", "body", "expected"),
    [
        ("#set($r = $input.path('$.json'))$r", {"json": {"a": "b", "c": [{"d": 1}]}}, None),
        ("$input.path('$.json').toString()", {"json": {"a": "b", "c": [{"d": 1}]}}, None),
        ("[$input.path('$.no')][$input.path('$.none').x]", {"none": None}, "[][]"),
        ("#set($r = $input.path('$.no'))#if($r == $null && $r == '')both#end", {}, "both"),
        ("#set($m = {})#set($m['a'] = 'x')$m.put('b', 'y')$m", {}, "{a=x, b=y}"),
    ],
)
def test_values_print_as_recorded(
    world: World, template: str, body: object, expected: str | None
) -> None:
    """Recorded answers: maps as Java prints them, absent values as nothing."""
    response = {"statusCode": "200", "responseTemplates": {"application/json": template}}
    integration = {
        "type": "aws",
        "httpMethod": "POST",
        "uri": uri(world.function(lambda event: event)),
        "responses": {"default": response},
    }
    operation = {
        "x-amazon-apigateway-integration": integration,
        "responses": {"200": {"description": "what came"}},
    }
    api = world.deployed(openapi({"/x": {"post": operation}}))

    assert api.send("POST", "/x", json=body).text == (expected or '{a=b, c=[{"d":1}]}')


def test_the_context_lists_its_keys(world: World) -> None:
    """Recorded answer: parts of the context are listed, and print nothing themselves."""
    template = (
        "#foreach($k in $context.keySet())$k #end|"
        "#foreach($k in $context.identity.keySet())$k #end|"
        "#foreach($k in $context.requestOverride.keySet())$k #end|"
        "#foreach($k in $context.authorizer.keySet())$k #end|"
        "$context.identity$context.responseOverride$context.get('stage')"
    )
    api = world.deployed(openapi({"/x": {"get": mapping(template)}}))

    context, identity, overrides, authorizer, printed = api.get("/x").text.split("|")

    assert {"requestId", "identity", "requestOverride", "stage"} < set(context.split())
    assert {"sourceIp", "userAgent", "cognitoIdentityId"} < set(identity.split())
    assert (overrides.split(), authorizer, printed) == (["path", "header", "querystring"], "", "v1")


def test_overrides_of_the_request_template_reach_the_response(world: World) -> None:
    """Recorded answer: both templates share the overrides, one of any name included."""
    request = (
        "#set($context.responseOverride.status = 444)"
        '#set($context.responseOverride.header.foo = "bar")'
        '#set($context.requestOverride.querystring["q"] = "x")'
        '$context.requestOverride.querystring.put("p", "y")'
        '#set($context["responseOverride"].custom = "z"){"statusCode": 200}'
    )
    response = (
        "$context.responseOverride.status $context.responseOverride.header.foo "
        "$context.requestOverride.querystring.q $context.requestOverride.querystring['p'] "
        "$context.responseOverride.custom"
    )
    api = world.deployed(openapi({"/x": {"get": mapping(response, request)}}))

    answer = api.get("/x")

    assert (answer.status_code, answer.headers["foo"]) == (444, "bar")
    assert answer.text == "444 bar x y z"


@pytest.mark.parametrize(
    ("template", "expected"),
    [("$input.body", {}), ('{"v": "$input.body.x"}', {"v": ""})],
)
def test_an_empty_payload_is_an_empty_object_as_text_too(
    world: World, template: str, expected: object
) -> None:
    """Recorded answer."""
    assert echo(world, template).send("POST", "/echo").json() == expected
