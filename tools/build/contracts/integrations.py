"""The integration of each operation: the function, or a direct read of the table."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.build.contracts.cached_templates import check
from tools.command import CommandError

TIMEOUT_MS = 29_000
JSON = "application/json"
GET_ITEM = "arn:aws:apigateway:{{region}}:dynamodb:action/GetItem"
# API Gateway's cache keeps each response that an integration defines, of whatever status. With this
# pattern alone a failure of DynamoDB matches none: the request ends as API_CONFIGURATION_ERROR, in
# the gateway's own words, and there is no response to keep.
ANSWERED = "200"

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
        check(cache["keys"], settings)
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
    """GetItem with the service's templates, and no response for a failure of DynamoDB."""
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
            ANSWERED: {
                "statusCode": "200",
                "responseTemplates": {JSON: templates[f"{name}.response"]},
            }
        },
    }
