"""The contract of each service: generated from its declarations, and as API Gateway imports it."""

import importlib
import json
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from shared.routes import Routes
from tools.build.contracts.bodies import faults
from tools.build.contracts.integrations import templates_of
from tools.build.contracts.openapi import contract
from tools.build.contracts.publish import publishable
from tools.command import CommandError

SERVICES = Path("services")
PUBLISHED = Path(".build/contracts")


def services_with_routes() -> list[str]:
    """Services that consumers call: those with declared routes."""
    handlers = sorted(SERVICES.glob("*/handler.py"))
    return [path.parent.name for path in handlers if _routes(path.parent.name) is not None]


def _routes(service: str) -> Routes | None:
    """The service's declarations, read as data."""
    try:
        handler = importlib.import_module(f"services.{service}.handler")
    except SyntaxError as error:
        place = f"{error.filename}, line {error.lineno}"
        raise CommandError(f"{service} is not Python: {place}: {error.msg}") from error
    except Exception as error:  # whatever the module does when it is imported
        raise CommandError(
            f"{service} cannot be imported: {type(error).__name__}: {error}"
        ) from error
    found = getattr(handler, "routes", None)
    return found if isinstance(found, Routes) else None


def document_of(service: str) -> dict[str, Any]:
    """The service's contract, valid; CommandError with a sentence otherwise."""
    if not (SERVICES / service / "handler.py").exists():
        raise CommandError(f"there is no service {service}; see the folders under services/")
    routes = _routes(service)
    if routes is None:
        raise CommandError(f"{service} declares no routes")
    document = contract(routes)
    try:
        validate(document)
    except OpenAPIValidationError as error:
        raise CommandError(f"the contract of {service} is not OpenAPI 3.0: {error}") from error
    if found := faults(document):
        raise CommandError(f"the contract of {service} misleads: {'; '.join(found)}")
    return document


def text_of(document: dict[str, Any]) -> str:
    """The bytes that are committed: the same for the same declarations."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def committed_file(service: str) -> Path:
    """The contract as it is committed, beside the code that it is generated from."""
    return SERVICES / service / "openapi.json"


def published_file(service: str) -> Path:
    """The contract as API Gateway imports it, written anew."""
    path, document = PUBLISHED / f"{service}.json", document_of(service)
    try:
        document = publishable(document, service, templates_of(SERVICES / service))
    except CommandError as error:
        raise CommandError(f"{service}: {error}") from error
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path
