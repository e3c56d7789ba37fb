"""The permission that a role needs for a call of a service, and AWS's refusal without it.

Service Authorization Reference, for the calls that integrations make most. Others are not checked.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from embedded_aws.gateway.integrations.aws_services.requests import ServiceRequest, ServiceResponse

OBJECTS = {"GET": "GetObject", "HEAD": "GetObject", "PUT": "PutObject", "DELETE": "DeleteObject"}
JSON_DENIAL = "com.amazon.coral.service#AccessDeniedException"

type Given = Mapping[str, Any]
type Named = Callable[[Given], str | None]


def needed(request: ServiceRequest, account_id: str) -> tuple[str, str] | None:
    """(action, resource) of the call; None for one that is not known here."""
    if request.service == "s3":
        return _object(request)
    target = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    action = request.action or target
    named = RESOURCES.get(request.service)
    resource = named(_given(request)) if named and action else None
    if not resource:
        return None
    place = f"arn:aws:{request.service}:{request.region}:{account_id}:{resource}"
    arn = resource if resource.startswith("arn:") else place
    return f"{request.service}:{action}", arn


def _object(request: ServiceRequest) -> tuple[str, str] | None:
    bucket, _, key = unquote(request.path).removeprefix("/").partition("/")
    action = OBJECTS.get(request.method)
    return (f"s3:{action}", f"arn:aws:s3:::{bucket}/{key}") if action and key else None


def _given(request: ServiceRequest) -> dict[str, Any]:
    """The call's parameters, of a JSON body or of a form and its query."""
    given: dict[str, Any] = dict(parse_qsl(request.query))
    text = request.body.decode("utf-8", "replace")
    try:
        parsed = json.loads(text)
    except ValueError:
        parsed = dict(parse_qsl(text))
    given |= parsed if isinstance(parsed, dict) else {}
    if request.service == "sqs" and request.path.count("/") > 1:
        given["QueueUrl"] = request.path
    return given


def _table(given: Given) -> str | None:
    name, index = given.get("TableName"), given.get("IndexName")
    table = name if str(name).startswith("arn:") else f"table/{name}"
    return (f"{table}/index/{index}" if index else table) if name else None


def _member(name: str, prefix: str = "") -> Named:
    def named(given: Given) -> str | None:
        value = given.get(name)
        return f"{prefix}{value}" if isinstance(value, str) and value else None

    return named


def _queue(given: Given) -> str | None:
    return str(given["QueueUrl"]).rpartition("/")[2] if given.get("QueueUrl") else None


RESOURCES: Mapping[str, Named] = {
    "dynamodb": _table,
    "kinesis": _member("StreamName", "stream/"),
    "sns": _member("TopicArn"),
    "sqs": _queue,
    "ssm": _member("Name", "parameter/"),
    "states": _member("stateMachineArn"),
}


def denied(request: ServiceRequest, message: str) -> ServiceResponse:
    """The service's answer to a caller without the permission, in its protocol."""
    number = str(uuid.uuid4())
    if request.service == "s3":
        body = f"<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>"
        return ServiceResponse(403, (("Content-Type", "application/xml"),), body.encode())
    if request.action:
        error = {"Code": "AccessDenied", "Message": message, "Type": "Sender"}
        content = {"Error": error, "RequestId": number}
        json_type = (("Content-Type", "application/json"),)
        return ServiceResponse(403, json_type, json.dumps(content).encode())
    refusal = {"__type": JSON_DENIAL, "Message": message}
    headers = (("Content-Type", "application/x-amz-json-1.0"), ("x-amzn-RequestId", number))
    return ServiceResponse(400, headers, json.dumps(refusal).encode())
