"""The integration of each operation: the function, or a direct read of the table."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from shared.cors import CORS_HEADERS
from shared.problems import CONTENT_TYPE
from tools.command import CommandError

TIMEOUT_MS = 29_000
JSON = "application/json"
GET_ITEM = "arn:aws:apigateway:{{region}}:dynamodb:action/GetItem"
FAILURES = {"4\\d{2}": HTTPStatus.INTERNAL_SERVER_ERROR, "5\\d{2}": HTTPStatus.SERVICE_UNAVAILABLE}

type Templates = Mapping[str, str]
"""`read_product.request` → the mapping template."""


def templates_of(folder: Path) -> dict[str, str]:
    """All mapping templates of a service, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.vtl"))}


def integration(operation: Mapping[str, Any], templates: Templates) -> dict[str, Any]:
    """The integration that an operation's contract declares."""
    direct = operation.get("x-direct")
    settings = _table(direct, templates) if direct else _function()
    cache = operation.get("x-cache")
    if cache:
        settings["cacheKeyParameters"] = [f"method.request.{key}" for key in cache["keys"]]
    return settings


def _function() -> dict[str, Any]:
    return {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": "{{invoke_arn}}",
        "passthroughBehavior": "when_no_match",
        "timeoutInMillis": TIMEOUT_MS,
    }


def _table(name: str, templates: Templates) -> dict[str, Any]:
    """GetItem with the service's templates; DynamoDB's failures are answered as problems."""
    for part in ("request", "response"):
        if f"{name}.{part}" not in templates:
            raise CommandError(f"{name}.{part}.vtl is missing beside handler.py")
    return {
        "type": "aws",
        "httpMethod": "POST",
        "uri": GET_ITEM,
        "credentials": "{{gateway_role_arn}}",
        "passthroughBehavior": "never",
        "timeoutInMillis": TIMEOUT_MS,
        "requestTemplates": {JSON: templates[f"{name}.request"]},
        "responses": {
            "default": {
                "statusCode": "200",
                "responseTemplates": {JSON: templates[f"{name}.response"]},
            }
        }
        | {pattern: _failure(status) for pattern, status in FAILURES.items()},
    }


def _failure(status: HTTPStatus) -> dict[str, Any]:
    problem = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": "The request failed through no fault of yours; repeat it in a moment.",
        "requestId": "$context.requestId",
    }
    headers = {"Content-Type": CONTENT_TYPE, **CORS_HEADERS}
    lines = [
        f'#set($context.responseOverride.header.{name} = "{value}")'
        for name, value in headers.items()
    ]
    return {
        "statusCode": str(status.value),
        "responseTemplates": {JSON: "\n".join([*lines, json.dumps(problem)])},
    }


def more_responses(operation: Mapping[str, Any]) -> dict[str, Any]:
    """The statuses of an integration that the contract does not promise."""
    if "x-direct" not in operation:
        return {}
    return {str(status.value): {"description": status.phrase} for status in FAILURES.values()}
