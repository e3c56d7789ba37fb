"""The operations of an OpenAPI document as API Gateway imports it: who is asked for what."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

VERBS = (
    "get",
    "head",
    "post",
    "put",
    "patch",
    "delete",
    "options",
    "x-amazon-apigateway-any-method",
)
AUTHORIZER = "x-amazon-apigateway-authorizer"


@dataclass(frozen=True)
class Operation:
    """One operation: its alternatives of schemes with scopes, and what answers it."""

    name: str
    security: tuple[Mapping[str, Any], ...]
    is_mock: bool
    is_preflight: bool
    asks_iam: bool
    validator: str

    @property
    def is_open(self) -> bool:
        """Whether it asks nobody who they are."""
        return not self.asks_iam and (not self.security or any(not each for each in self.security))


def parsed(text: Any) -> Mapping[str, Any] | None:
    """The document; None when it is none, or no JSON."""
    if not isinstance(text, str):
        return None
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, Mapping) and "paths" in document else None


def operations(document: Mapping[str, Any]) -> dict[str, Operation]:
    """Every operation by verb and path."""
    return {each.name: each for each in _operations(document)}


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    general = document.get("security") or []
    validator = document.get("x-amazon-apigateway-request-validator") or ""
    for path, item in document["paths"].items():
        for verb in VERBS:
            operation = item.get(verb) if isinstance(item, Mapping) else None
            if not isinstance(operation, Mapping):
                continue
            integration = operation.get("x-amazon-apigateway-integration") or {}
            auth = operation.get("x-amazon-apigateway-auth") or {}
            security = operation.get("security", general)
            yield Operation(
                name=f"{'ANY' if verb.startswith('x-') else verb.upper()} {path}",
                security=tuple([] if str(auth.get("type") or "").upper() == "NONE" else security),
                is_mock=str(integration.get("type", "")).lower() == "mock",
                is_preflight=verb == "options",
                asks_iam=str(auth.get("type") or "").upper() == "AWS_IAM",
                validator=operation.get("x-amazon-apigateway-request-validator") or validator,
            )


def schemes(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The security schemes by name, of either version of OpenAPI."""
    of_three = (document.get("components") or {}).get("securitySchemes")
    return of_three or document.get("securityDefinitions") or {}


def validators(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The request validators by name."""
    return document.get("x-amazon-apigateway-request-validators") or {}


def checked(document: Mapping[str, Any], validator: str) -> set[str]:
    """The parts of a request that a validator checks."""
    return {part for part, is_on in (validators(document).get(validator) or {}).items() if is_on}


def responses(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The gateway's own responses by name."""
    return document.get("x-amazon-apigateway-gateway-responses") or {}
