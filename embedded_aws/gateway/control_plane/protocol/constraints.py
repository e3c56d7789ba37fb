"""Checks an input against the constraints of the service's description, in AWS's words."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import ConstraintError
from embedded_aws.gateway.control_plane.protocol.operations import Operation

# AWS names the values in an order of its own, as its answers show; others as botocore has them.
ORDERS: Mapping[str, str] = {
    "Op": "add, remove, move, test, replace, copy",
    "IntegrationType": "HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS",
    "EndpointType": "PRIVATE, EDGE, REGIONAL",
    "DocumentationPartType": (
        "RESPONSE_BODY, RESPONSE, METHOD, MODEL, AUTHORIZER, RESPONSE_HEADER, RESOURCE, "
        "PATH_PARAMETER, REQUEST_BODY, QUERY_PARAMETER, API, REQUEST_HEADER"
    ),
    "GatewayResponseType": (
        "REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, "
        "MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, "
        "BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, "
        "ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, "
        "API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN"
    ),
}


def check(operation: Operation, given: Mapping[str, Any]) -> None:
    """Refuse values that break a constraint, all in one message: the body's before the path's."""
    if operation.input is None:
        return
    name = operation.name[0].lower() + operation.name[1:] + "Input"
    faults = list(_of_members(operation.input, given, f"{name}.", in_uri=False))
    faults += _of_members(operation.input, given, "", in_uri=True)
    if faults:
        plural = "s" if len(faults) > 1 else ""
        raise ConstraintError(
            f"{len(faults)} validation error{plural} detected: {'; '.join(faults)}"
        )


def _of_members(shape: Any, given: Mapping[str, Any], path: str, *, in_uri: bool) -> Iterator[str]:
    for name, member in shape.members.items():
        if (member.serialization.get("location") is not None) is not in_uri:
            continue
        value = given.get(name)
        if value is None:
            if name in shape.required_members:
                yield _fault("null", f"{path}{name}", "Member must not be null", quoted=False)
        else:
            yield from _of_value(member, value, f"{path}{name}")


def _of_value(shape: Any, value: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        yield from _of_members(shape, value, f"{path}.", in_uri=False)
    elif shape.type_name == "list":
        yield from _of_list(shape, value, path)
    elif shape.type_name == "map":
        for each in value.values():
            if each is not None:
                yield from _of_value(shape.value, each, f"{path}.member")
    elif isinstance(value, str) and value:
        constraint = _broken(shape, value)
        if constraint:
            yield _fault(value, path, constraint)


def _of_list(shape: Any, value: list[Any], path: str) -> Iterator[str]:
    if shape.member.type_name == "structure":
        for number, each in enumerate(value, start=1):
            yield from _of_value(shape.member, each, f"{path}.{number}.member")
        return
    broken = next(filter(None, (_broken(shape.member, each) for each in value)), None)
    if broken:
        listed = f"[{', '.join(map(str, value))}]"
        yield _fault(listed, path, f"Member must satisfy constraint: [{broken}]")


def _broken(shape: Any, value: Any) -> str | None:
    """The constraint that the value breaks."""
    allowed = getattr(shape, "enum", None)
    if allowed and value not in allowed:
        return f"Member must satisfy enum value set: [{_ordered(shape.name, allowed)}]"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern, value):
        return f"Member must satisfy regular expression pattern: {pattern}"
    return None


def _ordered(name: str, allowed: list[str]) -> str:
    known = ORDERS.get(name, "")
    return known if set(known.split(", ")) == set(allowed) else ", ".join(allowed)


def _fault(value: str, path: str, constraint: str, *, quoted: bool = True) -> str:
    text = f"'{value}'" if quoted else value
    return f"Value {text} at '{path}' failed to satisfy constraint: {constraint}"
