"""The contracts of all services, merged into one for consumers."""

import json
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from shared.routes import Request, Response, Routes
from tools.build.contracts import __main__ as command
from tools.build.contracts.bodies import faults, operations
from tools.build.contracts.merge import merged, public_contract
from tools.build.contracts.openapi import contract
from tools.command import CommandError


class Answer(BaseModel):
    size: int = Field(examples=[3])


def contract_of(service: str) -> dict[str, Any]:
    routes = Routes(service)

    @routes.get(f"/{service}", answer=Answer)
    def find(request: Request[None], dependencies: Any) -> Response:
        """Find something."""
        del request, dependencies
        return Response(HTTPStatus.OK)

    return contract(routes)


def written(folder: Path, *services: str) -> Path:
    """A folder like services/, with the contracts of these."""
    (folder / "nothing").mkdir()
    for service in services:
        (folder / service).mkdir()
        (folder / service / "openapi.json").write_text(json.dumps(contract_of(service)))
    return folder


@pytest.fixture
def both(tmp_path: Path) -> dict[str, Any]:
    return public_contract(
        written(tmp_path, "labels", "stock-keeping"), ["stock-keeping", "labels"]
    )


def test_each_service_keeps_its_schemas_and_they_share_the_problem(both: dict[str, Any]) -> None:
    assert set(both["components"]["schemas"]) == {
        "LabelsAnswer",
        "StockKeepingAnswer",
        "Problem",
        "FieldError",
    }


def test_operations_are_told_apart_by_their_service(both: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(both)]

    assert names == ["labels_find", "stock-keeping_find"]


def test_examples_come_along_and_still_fit(both: dict[str, Any]) -> None:
    assert both["paths"]["/labels"]["get"]["responses"]["200"]["content"]["application/json"] == {
        "schema": {"$ref": "#/components/schemas/LabelsAnswer"},
        "example": {"size": 3},
    }
    assert faults(both) == []


def test_a_consumer_sees_nothing_of_the_gateways_making(both: dict[str, Any]) -> None:
    assert "x-amazon" not in json.dumps(both)
    assert both["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_two_meanings_of_a_shared_schema_are_refused() -> None:
    contracts = {"labels": contract_of("labels"), "parcels": contract_of("parcels")}
    contracts["parcels"]["components"]["schemas"]["Problem"]["required"] = []

    with pytest.raises(CommandError, match="Problem of parcels is not what another service calls"):
        merged(contracts)


@pytest.mark.parametrize(
    ("services", "sentence"), [(["nothing"], "run `make contracts`"), ([], "no service in")]
)
def test_a_missing_contract_is_said(tmp_path: Path, services: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        public_contract(written(tmp_path), services)


def test_the_command_writes_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "SERVICES", written(tmp_path, "labels"))
    monkeypatch.setattr(command, "MERGED", tmp_path / "built" / "openapi.json")

    assert command.main(["merge", "labels"]) == 0
    assert "/labels" in json.loads((tmp_path / "built" / "openapi.json").read_text())["paths"]
    assert "/labels" in (tmp_path / "built" / "openapi.html").read_text()
    assert command.main(["merge", "nothing"]) == 1
    assert "error: there is no" in capsys.readouterr().err
