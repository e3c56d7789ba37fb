"""A web ACL's statements about the parts of a request."""

import uuid

import pytest

from embedded_aws.tests.integration.gateway.conftest import Deployed, World, openapi, proxied
from embedded_aws.tests.integration.gateway.web_acls.web_acls import (
    EVERYTHING,
    PLAIN,
    Json,
    byte_match,
    protect,
    rule,
    size,
    things,
)


@pytest.fixture
def api(world: World) -> Deployed:
    return things(world)


QUERY: Json = {"QueryString": {}}
ARGUMENT = {"SingleQueryArgument": {"Name": "Name"}}
ALL_ARGUMENTS: Json = {"AllQueryArguments": {}}
AGENT = {"SingleHeader": {"Name": "user-agent"}}
HEADERS = {
    "Headers": {"MatchPattern": {"All": {}}, "MatchScope": "ALL", "OversizeHandling": "CONTINUE"}
}
COOKIES = {
    "Cookies": {
        "MatchPattern": {"IncludedCookies": ["session"]},
        "MatchScope": "VALUE",
        "OversizeHandling": "CONTINUE",
    }
}


@pytest.mark.parametrize(
    ("component", "text", "position", "path_and_status"),
    [
        ({"Method": {}}, "GET", "EXACTLY", ("/x", 403)),
        ({"UriPath": {}}, "/v1/x", "EXACTLY", ("/x?y", 403)),
        ({"UriPath": {}}, "/v1/%78", "EXACTLY", ("/%78", 403)),
        (QUERY, "a=1&b", "EXACTLY", ("/x?a=1&b", 403)),
        (ARGUMENT, "Eve", "EXACTLY", ("/x?name=Eve", 403)),
        (ARGUMENT, "Eve", "EXACTLY", ("/x?other=Eve", 200)),
        (ALL_ARGUMENTS, "Eve", "STARTS_WITH", ("/x?a=b&c=Eve1", 403)),
        (AGENT, "robot", "CONTAINS", ("/x", 403)),
        (AGENT, "bot", "CONTAINS_WORD", ("/x", 200)),
        (AGENT, "2.0", "ENDS_WITH", ("/x", 403)),
        ({"SingleHeader": {"Name": "X-Absent"}}, "", "CONTAINS", ("/x", 200)),
        (HEADERS, "user-agent", "EXACTLY", ("/x", 200)),
        (HEADERS, "my robot 2.0", "EXACTLY", ("/x", 403)),
        (COOKIES, "stolen", "EXACTLY", ("/x", 403)),
        (COOKIES, "dark", "EXACTLY", ("/x", 200)),
    ],
)
def test_a_string_is_found_in_its_component(
    api: Deployed, component: Json, text: str, position: str, path_and_status: tuple[str, int]
) -> None:
    web_acl = protect(api, rule(byte_match(component, text, position)))

    path, status = path_and_status
    headers = {"User-Agent": "my robot 2.0", "Cookie": "theme=dark; session=stolen"}
    assert web_acl.status(path, headers=headers) == status


def test_a_component_is_transformed_before_it_is_inspected(api: Deployed) -> None:
    statement = byte_match(QUERY, "<script>", "CONTAINS", "URL_DECODE", "LOWERCASE")

    assert protect(api, rule(statement)).status("/x?q=%3CSCRIPT%3E") == 403


@pytest.mark.parametrize(("query", "status"), [("id=12", 200), ("id=12;drop", 403)])
def test_an_expression_is_searched_for(api: Deployed, query: str, status: int) -> None:
    statement = {
        "RegexString": "id=[0-9]*[^0-9]",
        "FieldToMatch": QUERY,
        "TextTransformations": PLAIN,
    }
    web_acl = protect(api, rule({"RegexMatchStatement": statement}))

    assert web_acl.status(f"/x?{query}") == status


def pattern_set(world: World, *expressions: str) -> Json:
    """A new regex pattern set's summary."""
    summary: Json = world.wafv2.create_regex_pattern_set(
        Name=uuid.uuid4().hex,
        Scope="REGIONAL",
        RegularExpressionList=[{"RegexString": each} for each in expressions],
    )["Summary"]
    return summary


def in_pattern_set(summary: Json) -> Json:
    statement = {"ARN": summary["ARN"], "FieldToMatch": QUERY, "TextTransformations": PLAIN}
    return {"RegexPatternSetReferenceStatement": statement}


def test_any_expression_of_a_set_may_match(api: Deployed) -> None:
    web_acl = protect(api, rule(in_pattern_set(pattern_set(api.world, "^a", "z$"))))

    assert (web_acl.status("/x?xyz"), web_acl.status("/x?xy")) == (403, 200)


@pytest.mark.parametrize(("expression", "status"), [("^b", 403), (r"\p{L}", 200)])
def test_a_pattern_sets_change_is_seen_by_the_next_request(
    api: Deployed, expression: str, status: int
) -> None:
    summary = pattern_set(api.world, "^a")
    web_acl = protect(api, rule(in_pattern_set(summary)))
    before = web_acl.status("/x?b")

    api.world.wafv2.update_regex_pattern_set(
        Name=summary["Name"],
        Scope="REGIONAL",
        Id=summary["Id"],
        RegularExpressionList=[{"RegexString": expression}],
        LockToken=summary["LockToken"],
    )

    assert (before, web_acl.status("/x?b")) == (200, status)


@pytest.mark.parametrize(
    ("comparison", "length", "status"),
    [
        ("EQ", 4, 403),
        ("NE", 4, 200),
        ("GT", 4, 200),
        ("GE", 4, 403),
        ("LT", 5, 403),
        ("LE", 3, 200),
    ],
)
def test_the_size_of_a_component_is_compared(
    api: Deployed, comparison: str, length: int, status: int
) -> None:
    web_acl = protect(api, rule(size(QUERY, comparison, length)))

    assert web_acl.status("/x?four") == status


def body(oversize: str = "CONTINUE") -> Json:
    return {"Body": {"OversizeHandling": oversize}}


@pytest.mark.parametrize(("length", "status"), [(100, 200), (101, 403)])
def test_the_size_of_a_body_is_compared(api: Deployed, length: int, status: int) -> None:
    web_acl = protect(api, rule(size(body(), "GT", 100)))

    assert web_acl.status("/x", "POST", content=b"x" * length) == status


@pytest.mark.parametrize(
    ("oversize", "length", "status"),
    [
        ("MATCH", 16_384, 200),
        ("MATCH", 16_385, 403),
        ("NO_MATCH", 16_385, 200),
        ("CONTINUE", 16_385, 200),
    ],
)
def test_a_body_beyond_sixteen_kilobytes_is_handled_as_configured(
    api: Deployed, oversize: str, length: int, status: int
) -> None:
    web_acl = protect(api, rule(byte_match(body(oversize), "evil", "CONTAINS")))

    assert web_acl.status("/x", "POST", content=b"x" * length) == status


@pytest.mark.parametrize(("begin", "status"), [(16_380, 403), (16_381, 200)])
def test_a_body_is_inspected_as_far_as_its_first_sixteen_kilobytes(
    api: Deployed, begin: int, status: int
) -> None:
    web_acl = protect(api, rule(byte_match(body(), "evil", "CONTAINS")))

    assert web_acl.status("/x", "POST", content=b"x" * begin + b"evil") == status


def test_a_web_acl_may_inspect_more_of_a_body(api: Deployed) -> None:
    config = {"RequestBody": {"API_GATEWAY": {"DefaultSizeInspectionLimit": "KB_64"}}}
    evil = rule(byte_match(body(), "evil", "CONTAINS"))
    web_acl = protect(api, evil, AssociationConfig=config)

    assert web_acl.status("/x", "POST", content=b"x" * 60_000 + b"evil") == 403


def test_an_inspected_body_reaches_the_integration_whole(world: World) -> None:
    received: list[int] = []
    deployed = echoing(world, received)
    protect(deployed, rule(byte_match(body(), "evil", "CONTAINS")))

    deployed.send("POST", "/x", content=b"x" * 300_000)

    assert received == [300_000]


def echoing(world: World, received: list[int]) -> Deployed:
    """An API whose function records the length of its bodies."""

    def behaviour(event: Json) -> Json:
        received.append(len(event["body"]))
        return {"statusCode": 200}

    return world.deployed(openapi({"/x": {"post": proxied(world.function(behaviour))}}))


def test_a_body_that_nobody_inspects_is_not_waited_for(api: Deployed) -> None:
    protect(api, rule(EVERYTHING))

    answer = api.raw("POST {base}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 403")


def test_a_block_comes_before_the_limit_of_the_payload(api: Deployed) -> None:
    protect(api, rule(byte_match(body("MATCH"), "evil", "CONTAINS")))
    head = "POST {base}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"

    answer = api.raw(head, b"x" * 20_000)

    assert answer.startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    ("scope", "content", "status"),
    [
        ("ALL", '{"a": ["evil"]}', 403),
        ("KEY", '{"evil": 1}', 403),
        ("KEY", '{"a": "evil"}', 200),
        ("VALUE", '{"evil": "a"}', 200),
        ("VALUE", '{"a": {"b": "\\u0065vil"}}', 403),
        ("ALL", "evil, but no JSON", 403),
    ],
)
def test_a_json_body_is_inspected_by_its_keys_and_values(
    api: Deployed, scope: str, content: str, status: int
) -> None:
    field = {
        "MatchPattern": {"All": {}},
        "MatchScope": scope,
        "InvalidFallbackBehavior": "EVALUATE_AS_STRING",
        "OversizeHandling": "CONTINUE",
    }
    web_acl = protect(api, rule(byte_match({"JsonBody": field}, "evil", "CONTAINS")))

    assert web_acl.status("/x", "POST", content=content) == status


@pytest.mark.parametrize(("handling", "status"), [("MATCH", 403), ("NO_MATCH", 200)])
def test_too_many_headers_are_handled_as_configured(
    api: Deployed, handling: str, status: int
) -> None:
    field = {"MatchPattern": {"All": {}}, "MatchScope": "KEY", "OversizeHandling": handling}
    web_acl = protect(api, rule(byte_match({"Headers": field}, "evil")))

    assert web_acl.status(headers={f"X-{n}": "1" for n in range(201)}) == status
