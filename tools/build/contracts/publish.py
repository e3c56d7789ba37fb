"""The contract as API Gateway imports it (developer guide, "API Gateway important notes")."""

import copy
import json
from collections.abc import Mapping
from typing import Any

from shared.personal import MARK
from shared.routes.cors import ALLOWED_HEADERS, CORS_HEADERS
from tools.build.contracts.integrations import Templates, integration

UNSUPPORTED = {
    "example",
    "examples",
    "default",
    "x-direct",
    "x-required-scope",
    "tags",
    "summary",
    MARK,
}
# Below these keys stand names of our own choice.
NAMING = {"properties", "schemas", "paths", "headers", "responses"}
# What the gateway checks of a body with personal data: it tells no value when one of these fails.
TELLING_NO_VALUE = {"$ref", "items", "properties", "required", "type"}
PREFIX = "x-amazon-apigateway-"


def publishable(
    contract: Mapping[str, Any], service: str, templates: Templates | None = None
) -> dict[str, Any]:
    """The contract with integrations and CORS, and schemas named after the service.

    CommandError when a direct route lacks its templates.
    """
    document = copy.deepcopy(dict(contract))
    for operation in (each for item in document["paths"].values() for each in item.values()):
        # Unique among all services, whose documents the gateway merges.
        operation["operationId"] = f"{service}_{operation['operationId']}"
    paths = {path: _item(item, templates or {}) for path, item in document["paths"].items()}
    whole = {
        "openapi": "3.0.1",
        "info": document["info"],
        "x-service": service,
        **{key: document[key] for key in ("x-groups",) if key in document},
        "paths": paths,
        "components": {"schemas": _discreet(document["components"]["schemas"])},
    }
    return renamed(_stripped(whole), service)


def _item(item: Mapping[str, Any], templates: Templates) -> dict[str, Any]:
    methods = sorted(verb.upper() for verb in item)
    operations = {verb: _operation(operation, templates) for verb, operation in item.items()}
    sent = ALLOWED_HEADERS | {name for operation in item.values() for name in _headers(operation)}
    return {**operations, "options": _preflight([*methods, "OPTIONS"], sorted(sent))}


def _headers(operation: Mapping[str, Any]) -> list[str]:
    """Headers that the operation's own parameters declare."""
    return [each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"]


def _operation(operation: Mapping[str, Any], templates: Templates) -> dict[str, Any]:
    return {
        **operation,
        "security": [{"authorizer": [], "api_key": []}],
        "responses": {
            status: {"description": response["description"]}
            for status, response in operation["responses"].items()
        },
        f"{PREFIX}request-validator": "all",
        f"{PREFIX}integration": integration(operation, templates),
    }


def _preflight(methods: list[str], sent: list[str]) -> dict[str, Any]:
    """The OPTIONS operation for browsers (Fetch standard, "CORS-preflight request")."""
    headers = {
        "Access-Control-Allow-Headers": ",".join(sent),
        "Access-Control-Allow-Methods": ",".join(methods),
        "Access-Control-Allow-Origin": CORS_HEADERS["Access-Control-Allow-Origin"],
        "Access-Control-Max-Age": "7200",
    }
    return {
        "responses": {
            "204": {
                "description": "What a browser may send",
                "headers": {name: {"schema": {"type": "string"}} for name in headers},
            }
        },
        f"{PREFIX}integration": {
            "type": "mock",
            "passthroughBehavior": "when_no_match",
            "requestTemplates": {"application/json": json.dumps({"statusCode": 204})},
            "responses": {
                "default": {
                    "statusCode": "204",
                    "responseParameters": {
                        f"method.response.header.{name}": f"'{value}'"
                        for name, value in headers.items()
                    },
                }
            },
        },
    }


def _discreet(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """Schemas with a personal field, reduced to what the gateway can refuse without quoting it.

    For a value that is too long or breaks a pattern, the gateway puts the value into its answer
    and its access log. The function validates the whole.
    """
    return {
        name: _reduced(schema) if f'"{MARK}"' in json.dumps(schema) else schema
        for name, schema in schemas.items()
    }


def _reduced(schema: Mapping[str, Any]) -> dict[str, Any]:
    reduced = {key: value for key, value in schema.items() if key in TELLING_NO_VALUE}
    if "items" in reduced:
        reduced["items"] = _reduced(reduced["items"])
    if "properties" in reduced:
        reduced["properties"] = {
            name: _reduced(each) for name, each in reduced["properties"].items()
        }
    return reduced


def _stripped(value: Any, *, named: bool = False) -> Any:
    """The document without keywords that the import refuses; names of properties stay."""
    if isinstance(value, dict):
        return {
            key: _stripped(item, named=not named and key in NAMING)
            for key, item in value.items()
            if named or key not in UNSUPPORTED
        }
    return [_stripped(item) for item in value] if isinstance(value, list) else value


def renamed(
    document: Mapping[str, Any], service: str, common: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """The document with the service's name before each schema that is not `common`."""
    prefix = service.replace("-", " ").title().replace(" ", "")
    schemas = document["components"]["schemas"]
    names = {name: name if name in common else f"{prefix}{name}" for name in schemas}
    text = json.dumps(document)
    for name, named in names.items():
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{named}"')
    result: dict[str, Any] = json.loads(text)
    originals = result["components"]["schemas"]
    result["components"]["schemas"] = {names[name]: schema for name, schema in originals.items()}
    return result
