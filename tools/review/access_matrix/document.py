"""The whole API as terraform/modules/api_gateway merges it, over functions in this process.

Only with what decides about callers: paths, security, key source, authorizer, validators.
"""

import json
import re
from pathlib import Path
from typing import Any

from tools.build.contracts.documents import document_of
from tools.build.contracts.integrations import templates_of
from tools.build.contracts.publish import publishable
from tools.command import CommandError

REGION, ACCOUNT = "eu-central-1", "123456789012"
GATEWAY_ROLE = "gateway"
MODULE = Path("terraform/modules/api_gateway/document.tf")
AUTHORIZER = "authorizer"
X = "x-amazon-apigateway-"


def function_arn(service: str) -> str:
    """The ARN under which a service's handler is called."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{service}:live"


def document(services: list[str]) -> dict[str, Any]:
    """One OpenAPI document of all services' contracts."""
    parts = [_part(service) for service in services]
    return {
        "openapi": "3.0.1",
        "info": {"title": "callers", "version": "1"},
        "paths": {"/health": _health()}
        | {k: v for part in parts for k, v in part["paths"].items()},
        "components": {
            "schemas": {k: v for p in parts for k, v in p["components"]["schemas"].items()},
            "securitySchemes": {"authorizer": _authorizer(), "api_key": _api_key()},
        },
        f"{X}api-key-source": "AUTHORIZER",
        f"{X}request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
    }


def _part(service: str) -> dict[str, Any]:
    templates = templates_of(Path("services") / service)
    text = json.dumps(publishable(document_of(service), service, templates))
    values = {
        "invoke_arn": _invocation(service),
        "table_name": service,
        "gateway_role_arn": f"arn:aws:iam::{ACCOUNT}:role/{GATEWAY_ROLE}",
        "region": REGION,
    }
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    part: dict[str, Any] = json.loads(text)
    return part


def _invocation(service: str) -> str:
    functions = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions"
    return f"{functions}/{function_arn(service)}/invocations"


def _authorizer() -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        f"{X}authtype": "custom",
        f"{X}authorizer": {
            "type": "request",
            "authorizerUri": _invocation(AUTHORIZER),
            "authorizerResultTtlInSeconds": 300,
            "identitySource": _identity_source(),
        },
    }


def _identity_source() -> str:
    match = re.search(r'identitySource += "(.+)"', MODULE.read_text(encoding="utf-8"))
    if not match:
        raise CommandError(f"{MODULE} has no identitySource any more")
    return match[1]


def _api_key() -> dict[str, str]:
    return {"type": "apiKey", "in": "header", "name": "x-api-key"}


def _health() -> dict[str, Any]:
    """The mock integration of the health check, as in the gateway."""
    integration = {
        "type": "mock",
        "passthroughBehavior": "when_no_match",
        "requestTemplates": {"application/json": '{"statusCode": 200}'},
        "responses": {"default": {"statusCode": "200"}},
    }
    return {"get": {"responses": {"200": {"description": "ok"}}, f"{X}integration": integration}}
