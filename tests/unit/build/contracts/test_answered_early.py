"""The gateway answers in place of the function only on routes where it can."""

from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel, Field

from shared.routes import Cached, Request, Response, Routes
from shared.versions.etags import IfNoneMatchHeaders
from tools.build.contracts.openapi import contract
from tools.build.contracts.publish import publishable
from tools.command import CommandError

MINUTE = Cached(60, ("path.thingId",))
ONE = "/things/{thingId}"
READ_THING = {"read_thing.request": "{}", "read_thing.response": "[]"}


class Thing(BaseModel):
    """A body."""

    name: str = Field(examples=["lamp"])


def one(request: Request[None], service: Any) -> Response:
    """Read a thing."""
    del request, service
    return Response(HTTPStatus.OK, Thing(name="lamp"))


def mine(request: Request[None], service: Any) -> Response:
    """Read a thing of yours."""
    del service
    return Response(HTTPStatus.OK, Thing(name=request.principal.tenant))


def declared(handler: Any = one, verb: str = "get", path: str = ONE, **more: Any) -> dict[str, Any]:
    """The contract of one route."""
    routes = Routes("things")
    getattr(routes, verb)(path, answer=Thing, **more)(handler)
    return contract(routes)


def test_a_route_whose_answer_depends_on_the_caller_is_not_cached() -> None:
    with pytest.raises(CommandError, match="do not cache it"):
        declared(mine, cached=MINUTE, direct="read_thing")


def test_only_reading_is_cached() -> None:
    with pytest.raises(CommandError, match="only GET"):
        declared(verb="post", cached=MINUTE)


def test_what_the_function_answers_is_not_cached_because_its_failures_would_be() -> None:
    with pytest.raises(CommandError, match="whose failures the gateway would keep"):
        declared(cached=MINUTE)


def test_a_cached_route_tells_its_path_parameters_apart() -> None:
    with pytest.raises(CommandError, match=r"add path\.thingId"):
        declared(cached=Cached(60, ()), direct="read_thing")


def test_a_cached_route_answers_304_only_if_the_known_version_is_a_key() -> None:
    with pytest.raises(CommandError, match=r"add header\.If-None-Match"):
        declared(cached=MINUTE, direct="read_thing", headers=IfNoneMatchHeaders)


def test_a_direct_route_only_reads() -> None:
    with pytest.raises(CommandError, match="let the function do it"):
        declared(verb="put", direct="read_thing")


def test_a_direct_route_needs_no_finer_scope_than_the_authorizer_knows() -> None:
    with pytest.raises(CommandError, match="things/admin"):
        declared(direct="read_thing", scope="things/admin")


def test_a_direct_route_is_published_with_its_templates() -> None:
    document = publishable(declared(direct="read_thing", cached=MINUTE), "things", READ_THING)

    integration = document["paths"][ONE]["get"]["x-amazon-apigateway-integration"]
    assert integration["requestTemplates"] == {"application/json": "{}"}
    assert integration["responses"]["200"]["responseTemplates"] == {"application/json": "[]"}
    assert integration["cacheKeyParameters"] == ["method.request.path.thingId"]


def test_every_response_of_a_direct_route_is_one_of_its_methods() -> None:
    document = publishable(declared(direct="read_thing"), "things", READ_THING)

    operation = document["paths"][ONE]["get"]
    answers = operation["x-amazon-apigateway-integration"]["responses"].values()
    assert {each["statusCode"] for each in answers} <= set(operation["responses"])


def test_a_direct_route_without_templates_is_refused() -> None:
    with pytest.raises(CommandError, match=r"read_thing\.request\.vtl"):
        publishable(declared(direct="read_thing"), "things", {})


def test_a_failure_of_the_table_has_no_response_that_a_cache_could_keep() -> None:
    document = publishable(declared(direct="read_thing", cached=MINUTE), "things", READ_THING)

    patterns = document["paths"][ONE]["get"]["x-amazon-apigateway-integration"]["responses"]
    assert list(patterns) == ["200"]


@pytest.mark.parametrize(
    ("part", "template"),
    [
        ("response", '{"requestId": "$context.requestId"}'),
        ("response", "$!{context.authorizer.tenant}"),
        ("request", '{"tenant": "$context.identity.sourceIp"}'),
        ("request", "$input.params('X-Correlation-Id')"),
        ("response", '$input.params("page")'),
        ("response", "$input.params()"),
    ],
)
def test_a_cached_template_uses_nothing_of_one_caller(part: str, template: str) -> None:
    templates = READ_THING | {f"read_thing.{part}": template}

    with pytest.raises(CommandError, match="A cached template"):
        publishable(declared(direct="read_thing", cached=MINUTE), "things", templates)


@pytest.mark.parametrize(
    "template",
    [
        "$input.params('thingId')",
        "#set($context.responseOverride.status = 404)",
        "## never $context.requestId, which is one caller's",
        "$input.path('$.Item.name.S')",
    ],
)
def test_a_cached_template_uses_keys_and_the_item(template: str) -> None:
    templates = READ_THING | {"read_thing.response": template}

    assert publishable(declared(direct="read_thing", cached=MINUTE), "things", templates)
