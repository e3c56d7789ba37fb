"""Examples come from models' fields and errors' messages, and are checked against the schemas."""

from http import HTTPStatus
from typing import Any

import pytest
from pydantic import BaseModel, Field

from shared.auth.principal import Kind, Principal
from shared.problems import ProblemError
from shared.routes import Request, Response, Routes
from tools.build.contracts.bodies import faults
from tools.build.contracts.examples import example_of
from tools.build.contracts.openapi import contract
from tools.build.contracts.publish import publishable
from tools.command import CommandError

type Contract = dict[str, Any]


class Size(BaseModel):
    height: int = Field(ge=1, examples=[3])


class Thing(BaseModel):
    name: str = Field(examples=["bolt"])
    size: Size
    largest: Size = Field(examples=[{"height": 9}])
    sizes: list[Size]
    note: str | None = None
    maker: str | None = Field(default=None, examples=["Acme"])


class Silent(BaseModel):
    name: str


class NamedLikeKeywords(BaseModel):
    example: str = Field(examples=["a"])
    headers: str = Field(examples=["b"])


class GoneError(Exception):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is gone.")


class BusyError(Exception):
    def __init__(self) -> None:
        super().__init__("Someone else is at it; try again.")


def declared(*errors: object, model: type[BaseModel] = Thing) -> Routes:
    routes = Routes("things")

    @routes.post("/things", body=model, answer=model, errors=errors)
    def make(request: Request[BaseModel], service: Any) -> Response:
        """Make a thing."""
        del request, service
        return Response(HTTPStatus.OK)

    return routes


def response(document: Contract, status: int) -> Contract:
    answer: Contract = document["paths"]["/things"]["post"]["responses"][str(status)]
    return next(iter(answer["content"].values()))


def test_a_body_is_put_together_from_the_examples_of_its_fields() -> None:
    assert example_of(Thing) == {
        "name": "bolt",
        "size": {"height": 3},
        "largest": {"height": 9},
        "sizes": [{"height": 3}],
        "maker": "Acme",
    }


def test_a_field_without_example_is_named_with_the_way_out() -> None:
    with pytest.raises(CommandError, match=r"Silent\.name has no example; add Field\(examples="):
        example_of(Silent)


def test_an_error_is_shown_in_its_own_words() -> None:
    routes = declared(GoneError, BusyError)
    routes.problem(GoneError, HTTPStatus.NOT_FOUND, example=GoneError("bolt"))
    routes.problem(BusyError, HTTPStatus.CONFLICT)
    document = contract(routes)

    gone = response(document, 404)["examples"]["Gone"]["value"]
    assert (gone["status"], gone["detail"]) == (404, "bolt is gone.")
    busy = response(document, 409)["examples"]["Busy"]["value"]
    assert busy["detail"] == "Someone else is at it; try again."


def test_a_status_that_is_declared_alone_has_a_problem_too() -> None:
    problem = response(contract(declared(HTTPStatus.CONFLICT)), 409)["example"]

    assert (problem["status"], problem["title"]) == (409, "Conflict")


def test_a_refused_input_is_shown_as_the_router_answers_it() -> None:
    problem = response(contract(declared()), 400)["example"]

    assert problem["errors"] == [{"field": "name", "detail": "Input should be a valid string"}]


def test_a_missing_scope_is_shown_as_it_is_answered() -> None:
    example = response(contract(declared()), 403)["example"]["detail"]

    with pytest.raises(ProblemError) as refused:
        Principal("s", "c", "t", Kind.MACHINE, frozenset()).require("things/write")
    assert refused.value.detail == example


def test_an_error_that_needs_arguments_needs_an_example() -> None:
    routes = declared(GoneError)
    routes.problem(GoneError, HTTPStatus.NOT_FOUND)

    with pytest.raises(CommandError, match=r"example=GoneError\("):
        contract(routes)


def test_an_error_without_status_is_refused() -> None:
    with pytest.raises(CommandError, match=r"POST /things .* add routes\.problem\(BusyError"):
        contract(declared(BusyError))


def test_what_is_declared_has_no_faults() -> None:
    assert faults(contract(declared())) == []


def test_an_example_that_its_schema_refuses_is_a_fault() -> None:
    document = contract(declared())
    response(document, 200)["example"]["size"]["height"] = 0

    (fault,) = faults(document)
    assert "POST /things, 200, application/json does not fit: $.size.height: 0" in fault


def test_a_body_without_example_is_a_fault() -> None:
    document = contract(declared())
    del response(document, 401)["example"]

    assert faults(document) == ["POST /things, 401, application/problem+json has no example"]


def test_publishing_strips_examples_but_no_field_of_that_name() -> None:
    published = publishable(contract(declared(model=NamedLikeKeywords)), "things")

    fields = published["components"]["schemas"]["ThingsNamedLikeKeywords"]["properties"]
    assert fields == {"example": {"type": "string"}, "headers": {"type": "string"}}
