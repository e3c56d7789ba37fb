"""Gateway responses (API reference, GatewayResponse): 21 kinds that every API has."""

from typing import Any

from embedded_aws.gateway.control_plane.methods import mappings
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    entry,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Form,
    Patches,
)
from embedded_aws.gateway.deployed.stored import Api

TEMPLATES = {"application/json": '{"message":$context.error.messageString}'}
STATUSES = {
    "ACCESS_DENIED": "403",
    "API_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_CONFIGURATION_ERROR": "500",
    "AUTHORIZER_FAILURE": "500",
    "BAD_REQUEST_BODY": "400",
    "BAD_REQUEST_PARAMETERS": "400",
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "EXPIRED_TOKEN": "403",  # nosec B105 # a status
    "INTEGRATION_FAILURE": "504",
    "INTEGRATION_TIMEOUT": "504",
    "INVALID_API_KEY": "403",
    "INVALID_SIGNATURE": "403",
    "MISSING_AUTHENTICATION_TOKEN": "403",  # nosec B105 # a status
    "QUOTA_EXCEEDED": "429",
    "REQUEST_TOO_LARGE": "413",
    "RESOURCE_NOT_FOUND": "404",
    "THROTTLED": "429",
    "UNAUTHORIZED": "401",
    "UNSUPPORTED_MEDIA_TYPE": "415",
    "WAF_FILTERED": "403",
}


def composed(kind: str, given: Json) -> Json:
    """A response of the API's own; what is not given is as in the default one."""
    return {
        "responseType": kind,
        "statusCode": given.get("statusCode") or STATUSES[kind],
        "responseParameters": given.get("responseParameters") or {},
        "responseTemplates": given.get("responseTemplates") or dict(TEMPLATES),
        "defaultResponse": False,
    }


def present(api: Api, kind: str) -> Json:
    """The API's own response, else the default, which takes from the API's own of its class."""
    if kind in api.gateway_responses:
        return api.gateway_responses[kind]
    default = {**composed(kind, {}), "defaultResponse": True}
    of_class = api.gateway_responses.get(f"DEFAULT_{(STATUSES[kind] or 'x')[0]}XX")
    if of_class:
        taken: dict[str, Any] = {
            name: of_class[name]
            for name in ("statusCode", "responseParameters", "responseTemplates")
            if of_class.get(name)
        }
        default.update(taken)
    return default


@served("GetGatewayResponse")
def get_gateway_response(call: Call) -> Json:
    """One response."""
    return present(call.api, call["responseType"])


@served("GetGatewayResponses")
def get_gateway_responses(call: Call) -> Json:
    """All responses, by kind."""
    api = call.api
    return page(call, [present(api, kind) for kind in STATUSES])


@served("PutGatewayResponse")
def put_gateway_response(call: Call) -> Json:
    """A response of the API's own, in place of an earlier one."""
    api, kind = call.api, call["responseType"]
    return store(api, kind, composed(kind, dict(call.given)))


def store(api: Api, kind: str, response: Json) -> Json:
    """Store a response whose parameters API Gateway takes."""
    for name in response["responseParameters"]:
        if not name.startswith("gatewayresponse.header."):
            raise mappings.fault(f"Invalid mapping expression specified: {name}")
    api.gateway_responses[kind] = response
    return response


@served("UpdateGatewayResponse")
def update_gateway_response(call: Call) -> Json:
    """Change a response; a default one becomes the API's own."""
    api, kind = call.api, call["responseType"]
    begun = {**present(api, kind), "defaultResponse": False}
    changed = PATCHES.applied(begun, call.get("patchOperations"))
    changed = {"responseParameters": {}, "responseTemplates": {}, **changed}
    return store(api, kind, changed)


@served("DeleteGatewayResponse")
def delete_gateway_response(call: Call) -> None:
    """Go back to the default response."""
    if call.api.gateway_responses.pop(call["responseType"], None) is None:
        raise NotFoundError("Gateway response type not defined on api")


PATCHES = Patches(
    (
        text("statusCode"),
        entry("responseParameters", "Invalid parameter name specified"),
        entry("responseTemplates", "Content-Type specified was not found"),
    ),
    Form.PATH,
)
