"""The contract of a service as a document, and as the file that API Gateway imports."""

import json
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

from tools.build.contracts.answered_early import AnsweredEarlyError
from tools.build.contracts.bodies import faults
from tools.build.contracts.examples import ExampleError
from tools.build.contracts.integrations import TemplateMissingError, templates_of
from tools.build.contracts.openapi import ForeignPathError, UnknownAccessError, contract
from tools.build.contracts.publish import publishable
from tools.build.contracts.schemas import SchemaError
from tools.build.services import SERVICES, ServiceError, routes_of

PUBLISHED = Path(".build/contracts")
REFUSALS = (AnsweredEarlyError, ExampleError, ForeignPathError, SchemaError, UnknownAccessError)


class ContractError(ServiceError):
    """A contract cannot be written; says which and why."""


def document_of(service: str) -> dict[str, Any]:
    """The service's contract, valid; ServiceError with a sentence otherwise."""
    if not (SERVICES / service / "handler.py").exists():
        raise ContractError(f"there is no service {service}; see the folders under services/")
    routes = routes_of(service)
    if routes is None:
        raise ContractError(f"{service} declares no routes")
    try:
        document = contract(routes)
        validate(document)
    except REFUSALS as error:
        raise ContractError(str(error)) from error
    except OpenAPIValidationError as error:
        raise ContractError(f"the contract of {service} is not OpenAPI 3.0: {error}") from error
    if lies := faults(document):
        raise ContractError(f"the contract of {service} misleads: {'; '.join(lies)}")
    return document


def text_of(document: dict[str, Any]) -> str:
    """The bytes that are committed: the same for the same declarations."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def published_file(service: str) -> Path:
    """The contract as API Gateway imports it, written anew."""
    path = PUBLISHED / f"{service}.json"
    try:
        document = publishable(document_of(service), service, templates_of(SERVICES / service))
    except TemplateMissingError as error:
        raise ContractError(f"{service}: {error}") from error
    PUBLISHED.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path
