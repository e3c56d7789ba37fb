"""Finds a method, an integration or a response, and blames what is missing as AWS does."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.control_plane.apis.resources import resource_of
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError

VERBS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY")
NO_METHOD = "Invalid Method identifier specified"
NO_INTEGRATION = "Invalid Integration identifier specified"
NO_RESPONSE = "Invalid Response status code specified"


def verb(value: str | None) -> str:
    """The HTTP method; anything else is refused."""
    if not value:
        raise BadRequestError("Enumeration value for HttpMethod must be non-empty")
    if value.upper() not in VERBS:
        raise BadRequestError(f"Invalid HttpMethod specified. Valid options are {','.join(VERBS)}")
    return value.upper()


def methods_of(resource: Json) -> dict[str, Json]:
    """The resource's methods by name; a change of the result is a change of the resource."""
    methods: dict[str, Json] = resource.setdefault("resourceMethods", {})
    return methods


def method_of(call: Call, missing: str = NO_METHOD) -> Json:
    """The method that the call names."""
    method = methods_of(resource_of(call)).get(call["httpMethod"].upper())
    if method is None:
        raise NotFoundError(missing)
    return method


def integration_of(call: Call, missing: str = NO_METHOD) -> Json:
    """The integration of the method that the call names."""
    integration: Json | None = method_of(call, missing).get("methodIntegration")
    if integration is None:
        raise NotFoundError(NO_INTEGRATION)
    return integration


def response_of(call: Call, holder: Mapping[str, Any], name: str) -> Json:
    """The response of the status that the call names."""
    response: Json | None = (holder.get(name) or {}).get(call["statusCode"])
    if response is None:
        raise NotFoundError(NO_RESPONSE)
    return response


def remove_response(call: Call, holder: Json, name: str) -> None:
    """Take the response away, and the map with its last one."""
    response_of(call, holder, name)
    del holder[name][call["statusCode"]]
    if not holder[name]:
        del holder[name]
