"""Generation of a contract from routes, and the declarations that it refuses."""

from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from shared.personal import Personal
from shared.routes import Request, Response, Routes
from tools.build.contracts import __main__ as command
from tools.build.contracts.openapi import contract
from tools.build.contracts.publish import publishable
from tools.build.contracts.schemas import narrowed
from tools.command import CommandError


class Answer(BaseModel):
    note: str | None = None
    kind: Literal["only"] = "only"
    size: int = Field(gt=0, examples=[3])


def declared(
    path: str, query: type[BaseModel] | None = None, answer: type[BaseModel] = Answer
) -> Routes:
    routes = Routes("things")

    @routes.get(path, answer=answer, query=query)
    def find(request: Request[None], service: Any) -> Response:
        """Find a thing."""
        del request, service
        return Response(HTTPStatus.OK)

    return routes


def test_an_operation_says_what_its_route_declares() -> None:
    operation = contract(declared("/things/{thingId}"))["paths"]["/things/{thingId}"]["get"]

    assert (operation["operationId"], operation["summary"]) == ("find", "Find a thing.")
    assert operation["x-required-scope"] == "things/read"
    assert operation["parameters"][0]["name"] == "thingId"


def test_a_route_can_succeed_in_several_ways() -> None:
    routes = Routes("things")
    answered = {"ETag": "The version"}

    @routes.put("/things", answer=Answer, also=[HTTPStatus.NOT_MODIFIED], answer_headers=answered)
    def replace(request: Request[None], service: Any) -> Response:
        """Replace a thing."""
        del request, service
        return Response(HTTPStatus.OK)

    operation = contract(routes)["paths"]["/things"]["put"]

    assert (operation["x-required-scope"], operation["x-throttle-class"]) == (
        "things/write",
        "write",
    )
    assert "content" in operation["responses"]["200"]
    assert "content" not in operation["responses"]["304"]
    assert operation["responses"]["304"]["headers"]["ETag"]["description"] == "The version"


def test_a_route_can_answer_with_nothing() -> None:
    routes = Routes("things")

    @routes.delete("/things", answer=None, status=HTTPStatus.NO_CONTENT)
    def remove(request: Request[None], service: Any) -> Response:
        """Remove a thing."""
        del request, service
        return Response(HTTPStatus.NO_CONTENT)

    responses = contract(routes)["paths"]["/things"]["delete"]["responses"]

    assert responses["204"] == {"description": "No Content"}


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Personal[Annotated[str, Field(max_length=9)]] = Field(examples=["Ada"])
    names: list[Personal[Annotated[str, Field(max_length=9)]]] = Field(examples=[["Ada"]])
    size: int = Field(ge=1, examples=[3])


def test_the_gateway_refuses_a_personal_body_only_by_what_it_does_not_quote() -> None:
    document = contract(declared("/things", answer=Person))
    published = publishable(document, "things")["components"]["schemas"]["ThingsPerson"]

    assert document["components"]["schemas"]["Person"]["properties"]["name"]["maxLength"] == 9
    assert published == {
        "type": "object",
        "required": ["name", "names", "size"],
        "properties": {
            "name": {"type": "string"},
            "names": {"type": "array", "items": {"type": "string"}},
            "size": {"type": "integer"},
        },
    }


def test_schemas_are_narrowed_without_changing_what_they_allow() -> None:
    schemas = contract(declared("/things"))["components"]["schemas"]

    assert schemas["Answer"]["properties"] == {
        "note": {"type": "string"},
        "kind": {"type": "string", "enum": ["only"]},
        "size": {"type": "integer", "minimum": 1, "example": 3},
    }


class Find(BaseModel):
    limit: int = Field(default=20, ge=1)
    name: str | None = None


def test_a_parameter_says_what_its_absence_means() -> None:
    limit, name = contract(declared("/things", query=Find))["paths"]["/things"]["get"]["parameters"]

    assert limit["schema"] == {"type": "integer", "minimum": 1, "default": 20}
    assert name["schema"] == {"type": "string"}


@pytest.mark.parametrize("path", ["/", "/thingsX", "/other", "/other/things"])
def test_a_path_of_another_service_is_refused(path: str) -> None:
    with pytest.raises(CommandError, match="things declares"):
        contract(declared(path))


def test_a_value_of_several_types_is_refused() -> None:
    with pytest.raises(CommandError, match="several types"):
        narrowed({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "Thing.size")


def test_a_contract_says_what_groups_may_do_and_so_does_what_is_published() -> None:
    routes = Routes("parcels", groups={"staff": ["admin"], "customer": ["read", "write"]})

    document = contract(routes)

    assert document["x-groups"] == {"customer": ["read", "write"], "staff": ["admin"]}
    assert publishable(document, "parcels")["x-groups"] == document["x-groups"]


def test_an_access_that_no_scope_means_is_refused() -> None:
    with pytest.raises(CommandError, match="gives the group staff wirte"):
        contract(Routes("parcels", groups={"staff": ["wirte"]}))


@pytest.fixture
def stale(sample_tree: Path) -> Path:
    """A committed contract that differs from the code's."""
    contract_file = sample_tree / "services/parcels/openapi.json"
    contract_file.write_text("{}\n")
    return contract_file


def test_a_stale_contract_fails_the_check_with_the_way_out(
    stale: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", "parcels"]) == 1
    assert "run `make contracts`" in capsys.readouterr().out
    assert stale.read_text() == "{}\n"


def test_writing_makes_the_check_pass(stale: Path) -> None:
    assert command.main(["write", "parcels"]) == 0
    assert command.main(["check", "parcels"]) == 0
    assert len(stale.read_text()) > 1000


def test_a_service_that_cannot_be_imported_is_said_with_the_place(
    stale: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = stale.parents[1] / "broken"
    package.mkdir()
    (package / "handler.py").write_text("def broken(:\n")

    assert command.main(["check", "broken"]) == 1
    assert "handler.py, line 1" in capsys.readouterr().err


@pytest.mark.parametrize("service", ["nothing", "authorizer"])
def test_a_service_without_contract_is_said(
    service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", service]) == 1
    assert service in capsys.readouterr().err
