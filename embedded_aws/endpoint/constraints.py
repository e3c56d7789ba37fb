"""Parameters that no service takes: too long, too large, of another form, none of the options.

Each service's API reference lists them; botocore's models have the same. Clients check few of them.
DynamoDB's are checked where its requests are read.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from botocore.model import Shape
from moto.core.utils import get_service_model

from embedded_aws.dynamodb.errors import SerializationError
from embedded_aws.dynamodb.requests.shapes import faults_in, faults_of
from embedded_aws.endpoint import rules
from embedded_aws.endpoint.actions import path_parameters
from embedded_aws.endpoint.reach.parameters import operation_of, parameters_of
from embedded_aws.endpoint.reach.request import Refused, Request

CODES = {
    "cognito-idp": "InvalidParameterException",
    "events": "ValidationException",
    "iam": "ValidationError",
    "kms": "ValidationException",
    "lambda": "ValidationException",
    "logs": "InvalidParameterException",
    "secretsmanager": "ValidationException",
    "ssm": "ValidationException",
    "sts": "ValidationError",
}
"""The services whose models are held against requests, and the code of their errors."""
ELSEWHERE = {"cognito-idp": {"Domain": "auth"}, "lambda": {"Runtime": "python3.13"}}
"""Parameters for which the service has other words, or takes more than its model says,
and a value that passes in their place."""
LARGEST = {"lambda": {"MemorySize": 10240, "Timeout": 900}}
"""Largest values that the models lack, or have for machines of one's own."""
UNSIGNED = "AWSCognitoIdentityProviderService"
UNSIGNED_SESSIONS = {"AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"}


def refusal_of(environ: Mapping[str, Any]) -> Refused | None:
    """The refusal of a request whose body was read; None when it may pass."""
    request = Request(environ)
    if request.is_virtual_hosted:
        return None  # its path lacks the bucket
    service = _service_of(request)
    return _by_model(service, request) or rules.refusal_of(
        service, operation_of(request), lambda: parameters_of(service, request)
    )


def _service_of(request: Request) -> str:
    """The service, also of a request that is not signed."""
    if UNSIGNED in request.target:
        return "cognito-idp"
    if not request.service and request.operation in UNSIGNED_SESSIONS:
        return "sts"
    return request.service


def _by_model(service: str, request: Request) -> Refused | None:
    if service not in CODES:
        return None
    model = get_service_model(service)
    if request.operation not in model.operation_names:
        return None
    shape = model.operation_model(request.operation).input_shape
    given = _parameters(request, shape) if shape else {}
    for name, passing in ELSEWHERE.get(service, {}).items():
        if name in given:
            given[name] = passing
    message = _beyond(service, given) or _faults(service, request, given)
    return Refused(CODES[service], message) if message else None


def _faults(service: str, request: Request, given: dict[str, Any]) -> str:
    """The faults of all parameters; in forms and paths, of those that are read here."""
    find = faults_of if request.target else faults_in
    try:
        return find(service, request.operation, given)
    except SerializationError:
        return ""  # a value of another type, for which the service has words


def _beyond(service: str, given: Mapping[str, Any]) -> str:
    for name, largest in LARGEST.get(service, {}).items():
        if isinstance(given.get(name), int) and given[name] > largest:
            return (
                f"1 validation error detected: Value '{given[name]}' at '{name[0].lower()}"
                f"{name[1:]}' failed to satisfy constraint: Member must have value less than or "
                f"equal to {largest}"
            )
    return ""


def _parameters(request: Request, shape: Shape) -> dict[str, Any]:
    """The parameters by their names: of the body, the path and the query, or of a form."""
    if request.is_form:
        return _scalars(request.body, shape)
    named = path_parameters(request.service, request.environ)
    query = parse_qs(str(request.environ.get("QUERY_STRING", "")))
    outside = {**{name: values[-1] for name, values in query.items()}, **named}
    return {**_scalars(outside, shape), **_copied(request)}


def _copied(request: Request) -> dict[str, Any]:
    """The body once more, since its nulls are taken away."""
    content: dict[str, Any] = json.loads(json.dumps(request.body))
    return content


def _scalars(texts: Mapping[str, str], shape: Shape) -> dict[str, Any]:
    """The parameters without parts, in the types of the model."""
    members: Mapping[str, Shape] = getattr(shape, "members", {})
    return {
        name: int(texts[name]) if _is_whole(member, texts[name]) else texts[name]
        for name, member in members.items()
        if name in texts and member.type_name in {"string", "integer", "long"}
    }


def _is_whole(member: Shape, text: str) -> bool:
    return member.type_name != "string" and text.lstrip("-").isdigit()
