"""The portal's pages, made from a contract, the service levels and the history of contracts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from embedded_aws import LocalConfig
from tools.build.portal.addresses import Addresses
from tools.build.portal.routes import first_read, rows
from tools.build.portal.site import BUNDLE, PAGES, RENDERER_FILES, Material, write
from tools.command import CommandError
from tools.review.contract_changes.change import breaking
from tools.review.contract_changes.history import Version

QUOTA = {"limit": 5000, "period": "DAY"}
LEVELS = {
    "tiers": {"gold": {"rate_per_second": 7, "burst": 9, "quota": QUOTA}},
    "route_classes": {"read": {"rate_per_second": 70, "burst": 90}},
}
PROBLEM = {"application/problem+json": {"example": {"detail": "No <parcel> is there."}}}
NOT_FOUND = {"description": "Not Found", "content": PROBLEM}


def operation(name: str) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": "Read <all> parcels.",
        "tags": ["parcels"],
        "x-required-scope": "parcels/read",
        "x-throttle-class": "read",
        "x-cache": {"seconds": 30},
        "responses": {"200": {"description": "OK"}, "404": NOT_FOUND},
    }


CONTRACT = {
    "openapi": "3.0.3",
    "info": {"title": "Parcels", "version": "1"},
    "paths": {
        "/parcels": {"get": operation("list"), "post": operation("add")},
        "/parcels/mine": {"get": operation("mine")},
        "/parcels/{id}": {"get": operation("read")},
    },
}
HERE = Addresses.here(LocalConfig(4566, 8080, Path(".local")))


@pytest.fixture
def renderer(tmp_path: Path) -> Path:
    """A folder with files of the renderer's names."""
    folder = tmp_path / "renderer"
    folder.mkdir()
    for name in RENDERER_FILES:
        (folder / name).write_text("", encoding="utf-8")
    return folder


def site(renderer: Path, addresses: Addresses = HERE, *versions: Version) -> dict[str, str]:
    """The text of each page."""
    target = renderer.parent / "portal"
    write(target, Material(CONTRACT, LEVELS, addresses, versions), renderer)
    return {name: (target / f"{name}.html").read_text(encoding="utf-8") for name in PAGES}


def test_a_route_has_its_scope_its_limits_its_cache_and_its_errors(renderer: Path) -> None:
    limits = site(renderer)["limits"]

    row = next(each for each in limits.split("<tr>") if "/parcels/{id}" in each)
    for text in ("parcels/read", ">70<", ">90<", "30 s", "errors.html#status-404"):
        assert text in row
    assert "5,000 a day" in limits


def test_texts_of_contracts_are_escaped(renderer: Path) -> None:
    pages = site(renderer)

    assert "No &lt;parcel&gt; is there." in pages["errors"]
    assert "<all>" not in "".join(pages.values())


def test_the_first_call_reads_a_path_that_is_known_to_answer() -> None:
    routes = rows(CONTRACT, LEVELS)

    assert first_read(routes, ["/parcels/mine"])["path"] == "/parcels/mine"
    assert first_read(routes, ["/parcels/{id}", "/gone"])["path"] == "/parcels"


def test_a_breaking_version_is_marked(renderer: Path) -> None:
    change = breaking("GET /parcels", "removed", "callers are refused", "keep it")
    version = Version("abc1234", "2026-11-27", "Take the list away", (change,))

    changes = site(renderer, HERE, version)["changes"]

    assert "1 breaking" in changes
    assert "callers are refused" in changes


def test_without_addresses_the_pages_have_no_form_and_the_calls_read_variables(
    renderer: Path,
) -> None:
    pages = site(renderer, Addresses())

    assert "<form" not in "".join(pages.values())
    assert "$API_URL/parcels" in pages["index"]
    assert 'data-api=""' in pages["reference"]


def test_the_pages_name_no_other_place(renderer: Path) -> None:
    pages = site(renderer)

    for text in pages.values():
        assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


def test_the_document_says_where_the_page_sends_its_requests(renderer: Path) -> None:
    site(renderer)

    document = json.loads((renderer.parent / "portal/openapi.json").read_text(encoding="utf-8"))

    assert document["servers"] == [{"url": "/v1"}]
    assert "cached for 30 s" in document["paths"]["/parcels"]["get"]["description"]
    assert "description" not in CONTRACT["paths"]["/parcels"]["get"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("api", "token", "sentence"),
    [
        ("https://api.example.com/v1", "", "both api_url and token_url"),
        (
            "api.example.com",
            "https://token.example.com",
            "portal.api_url = .* does not begin",
        ),
    ],
)
def test_wrong_addresses_are_refused(api: str, token: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        Addresses(api, token)


def test_a_missing_renderer_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="make portal"):
        write(tmp_path / "portal", Material(CONTRACT, LEVELS, HERE), tmp_path)

    assert not (tmp_path / "portal").exists()
    assert BUNDLE in RENDERER_FILES
