"""Calls by the query protocol of services that are JSON services here.

SSM answers API Gateway by its older query protocol (recorded on AWS); here it knows JSON calls.
"""

import json
import uuid
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import botocore.session

from embedded_aws.gateway.integrations.aws_services.query_form import (
    JSON_HEADER,
    REPLACED,
    output_shape,
    scalar,
)
from embedded_aws.gateway.integrations.aws_services.requests import (
    NAMES,
    ServiceRequest,
    ServiceResponse,
    metadata,
)

ONLY_JSON = {"ssm"}
"""Services that API Gateway calls by the query protocol, and that answer JSON calls alone here."""


def as_json_call(request: ServiceRequest) -> ServiceRequest:
    """The call by the JSON protocol, of a service that knows no other here."""
    if not request.action or request.service not in ONLY_JSON:
        return request
    headers = {
        **request.headers,
        "Content-Type": f"application/x-amz-json-{metadata(request.service)['jsonVersion']}",
        "X-Amz-Target": f"{metadata(request.service)['targetPrefix']}.{request.action}",
    }
    body = json.dumps(_given(request)).encode()
    return replace(request, method="POST", query="", headers=headers, body=body)


def _given(request: ServiceRequest) -> dict[str, Any]:
    """The parameters of a call by the query protocol."""
    pairs = [
        *parse_qsl(request.query, keep_blank_values=True),
        *parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True),
    ]
    shape = _input(request.service, request.action or "")
    given = {name: value for name, value in pairs if name not in {"Action", "Version"}}
    return _parameters(shape, given, "") if shape is not None else {}


@lru_cache(maxsize=128)
def _input(service: str, action: str) -> Any:
    model = botocore.session.get_session().get_service_model(NAMES.get(service, service))
    return model.operation_model(action).input_shape if action in model.operation_names else None


def _parameters(shape: Any, given: dict[str, str], prefix: str) -> dict[str, Any]:
    document = {}
    for name, member in shape.members.items():
        value = _parameter(member, given, f"{prefix}{name}")
        if value is not None:
            document[name] = value
    return document


def _parameter(shape: Any, given: dict[str, str], name: str) -> Any:
    if shape.type_name == "list":
        numbered = (f"{name}.{infix}{at}" for infix in ("", "member.") for at in range(1, 101))
        return [given[each] for each in numbered if each in given] or None
    if shape.type_name == "structure":
        return _parameters(shape, given, f"{name}.") or None
    return scalar(shape.type_name, given[name]) if name in given else None


def wrapped(request: ServiceRequest, response: ServiceResponse) -> ServiceResponse:
    """The answer of a JSON call as the query protocol has it in JSON; any other as it is."""
    if not request.action or request.service not in ONLY_JSON:
        return response
    number = str(uuid.uuid4())
    try:
        raw = json.loads(response.body or b"{}")
    except ValueError:
        return response
    shape = output_shape(request.service, request.action or "")
    if response.status != 200 or shape is None:  # noqa: PLR2004
        error = {"Code": str(raw.get("__type", "")).rpartition("#")[2], "Type": "Sender"}
        message = raw.get("message") or raw.get("Message")
        document: Any = {"Error": {**error, "Message": message}, "RequestId": number}
    else:
        result = _with_nulls(shape, raw) if shape.members else {}
        content = {f"{request.action}Result": result} if shape.members else {}
        metadata = {"ResponseMetadata": {"RequestId": number}}
        document = {f"{request.action}Response": {**content, **metadata}}
    others = [each for each in response.headers if each[0].lower() not in REPLACED]
    return replace(response, headers=(*others, JSON_HEADER), body=json.dumps(document).encode())


def _with_nulls(shape: Any, value: Any) -> Any:
    if value is None:
        return None
    if shape.type_name == "structure" and isinstance(value, dict):
        return {name: _with_nulls(each, value.get(name)) for name, each in shape.members.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [_with_nulls(shape.member, each) for each in value]
    return value
