"""Writes the site: pages from templates, Swagger UI copied beside them, the contract as JSON."""

import json
import shutil
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tools.build.contracts.bodies import operations
from tools.build.portal.addresses import Addresses
from tools.build.portal.routes import errors, first_read, rows, sentence, tiers
from tools.command import CommandError
from tools.review.contract_changes.history import Version

HERE = Path(__file__).parent
PACKAGE = "drf_spectacular_sidecar"
RENDERER = Path(f".build/swagger-ui/{PACKAGE}/static/{PACKAGE}/swagger-ui-dist")
BUNDLE = "swagger-ui-bundle.js"
RENDERER_FILES = {
    BUNDLE: BUNDLE,
    "swagger-ui.css": "swagger-ui.css",
    "LICENSE": "swagger-ui.LICENSE",
}
PAGES = {
    "index": "Get started",
    "reference": "Reference",
    "limits": "Service levels",
    "errors": "Errors",
    "changes": "Changes",
}


@dataclass(frozen=True)
class Material:
    """The data that the pages are made of."""

    contract: Mapping[str, Any]
    levels: Mapping[str, Any]
    addresses: Addresses
    versions: Sequence[Version] = ()
    known: tuple[str, ...] = ()
    """Paths that answer without a query, for the first call."""


def write(target: Path, material: Material, renderer: Path = RENDERER) -> int:
    """Write the whole site anew; returns the number of its files."""
    if not (renderer / BUNDLE).exists():
        raise CommandError(f"there is no Swagger UI in {renderer}; run `make portal`")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(HERE / "assets", target)
    for name, renamed in RENDERER_FILES.items():
        shutil.copy2(renderer / name, target / renamed)
    routes = rows(material.contract, material.levels)
    facts = _facts(material, routes)
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name, title in PAGES.items():
        text = templates.get_template(f"{name}.html.j2").render(facts, name=name, title=title)
        (target / f"{name}.html").write_text(text, encoding="utf-8")
    document = _for_page(material.contract, material.addresses, routes)
    (target / "openapi.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return sum(1 for path in target.rglob("*") if path.is_file())


def _facts(material: Material, routes: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "info": material.contract["info"],
        "pages": PAGES,
        "routes": routes,
        "first": first_read(routes, material.known),
        "tiers": tiers(material.levels),
        "errors": errors(routes),
        "versions": material.versions,
        "addresses": material.addresses,
        "page": material.addresses.for_page,
    }


def _for_page(
    contract: Mapping[str, Any], addresses: Addresses, routes: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The contract with each route's scope and limits, and the server of the page's requests."""
    document = deepcopy(dict(contract))
    by_id = {each["id"]: each for each in routes}
    for _, _, operation in operations(document):
        operation["description"] = sentence(by_id[operation["operationId"]])
    server = addresses.for_page["api"]
    return {**document, "servers": [{"url": server}]} if server else document
