"""The contract of each service, as committed and as API Gateway imports it."""

import json
from pathlib import Path
from typing import Any

from tools.build.contracts.bodies import faults
from tools.build.contracts.integrations import templates_of
from tools.build.contracts.openapi import contract
from tools.build.contracts.publish import publishable
from tools.build.services import SERVICES, routes_of
from tools.command import CommandError

PUBLISHED = Path(".build/contracts")


def document_of(service: str) -> dict[str, Any]:
    """The service's contract, generated and validated; else CommandError."""
    if not (SERVICES / service / "handler.py").exists():
        raise CommandError(f"there is no service {service}; see the folders under services/")
    routes = routes_of(service)
    if routes is None:
        raise CommandError(f"{service} declares no routes")
    document = contract(routes)
    _check_openapi(service, document)
    if lies := faults(document):
        raise CommandError(f"the contract of {service} misleads: {'; '.join(lies)}")
    return document


def _check_openapi(service: str, document: dict[str, Any]) -> None:
    # Slow to import, and most commands write no contract.
    from openapi_spec_validator import validate  # noqa: PLC0415
    from openapi_spec_validator.validation.exceptions import OpenAPIValidationError  # noqa: PLC0415

    try:
        validate(document)
    except OpenAPIValidationError as error:
        raise CommandError(f"the contract of {service} is not OpenAPI 3.0: {error}") from error


def text_of(document: dict[str, Any]) -> str:
    """The committed bytes, the same for the same declarations."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def committed_file(service: str) -> Path:
    """The path of the committed contract, beside the code that it is generated from."""
    return SERVICES / service / "openapi.json"


def published_file(service: str) -> Path:
    """The contract that API Gateway imports, written anew; returns its path."""
    path, document = PUBLISHED / f"{service}.json", document_of(service)
    try:
        document = publishable(document, service, templates_of(SERVICES / service))
    except CommandError as error:
        raise CommandError(f"{service}: {error}") from error
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path
