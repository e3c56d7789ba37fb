"""The HTML page of the contract."""

import re
from http import HTTPStatus
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from shared.routes import Request, Response, Routes
from tools.build.contracts.merge import merged
from tools.build.contracts.openapi import contract as contract_of
from tools.build.contracts.page import page


class Parcel(BaseModel):
    grams: int = Field(examples=[300])


class ListParcels(BaseModel):
    limit: int = Field(20, ge=1, le=100)
    status: Literal["sent", "brought"] | None = None


class UnknownParcelError(Exception):
    """There is no such parcel."""


@pytest.fixture
def contract() -> dict[str, Any]:
    routes = Routes("parcels")
    unknown = UnknownParcelError("There is no parcel par_1 of yours.")
    routes.problem(UnknownParcelError, HTTPStatus.NOT_FOUND, example=unknown)

    @routes.get("/parcels", query=ListParcels, answer=Parcel)
    def list_mine(request: Request[None], parcels: Any) -> Response:
        """List your parcels."""
        del request, parcels
        return Response(HTTPStatus.OK)

    @routes.put("/parcels", body=Parcel, answer=Parcel, errors=[UnknownParcelError])
    def change(request: Request[Parcel], parcels: Any) -> Response:
        """Change a parcel."""
        del request, parcels
        return Response(HTTPStatus.OK)

    return merged({"parcels": contract_of(routes)})


def test_every_route_is_there_with_scope_and_examples(contract: dict[str, Any]) -> None:
    html = page(contract)

    assert html.count("<h2 id=") == sum(len(item) for item in contract["paths"].values()) == 2
    assert "scope <code>parcels/write</code>, throttle class <code>write</code>" in html
    assert "There is no parcel par_1 of yours." in html


def test_parameters_say_what_they_allow(contract: dict[str, Any]) -> None:
    html = page(contract)

    assert "maximum: 100, minimum: 1, type: integer, default: 20" in html
    assert "sent | brought, type: string" in html


def test_the_page_asks_nothing_of_the_network(contract: dict[str, Any]) -> None:
    assert re.findall(r"<script|<link|<img|src=|https?://|@import|url\(", page(contract)) == []


def test_what_a_contract_says_is_text_on_the_page(contract: dict[str, Any]) -> None:
    contract["paths"]["/parcels"]["get"]["summary"] = "<script>alert(1)</script>"

    assert "&lt;script&gt;alert(1)" in page(contract)
