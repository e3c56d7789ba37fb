"""Method responses (API reference, MethodResponse): statuses, headers and models."""

from embedded_aws.gateway.control_plane.methods import mappings
from embedded_aws.gateway.control_plane.methods.lookup import (
    method_of,
    remove_response,
    response_of,
)
from embedded_aws.gateway.control_plane.methods.methods import check_models, true
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import ConflictError
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    entry,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Form,
    Patches,
)
from embedded_aws.gateway.deployed.stored import Api

RESPONSES = "methodResponses"


@served("PutMethodResponse")
def put_method_response(call: Call) -> Json:
    """A new response; an existing one is not overwritten."""
    method = method_of(call)
    if call["statusCode"] in (method.get(RESPONSES) or {}):
        raise ConflictError("Response already exists for this resource")
    response = call.chosen("statusCode", "responseParameters", "responseModels")
    _check(call.api, response)
    method.setdefault(RESPONSES, {})[call["statusCode"]] = response
    return response


def _check(api: Api, response: Json) -> None:
    check_models(api, response.get("responseModels"))
    mappings.check_declared(response.get("responseParameters") or {}, mappings.METHOD_RESPONSE)


@served("GetMethodResponse")
def get_method_response(call: Call) -> Json:
    """One response."""
    return response_of(call, method_of(call), RESPONSES)


@served("DeleteMethodResponse")
def delete_method_response(call: Call) -> None:
    """Delete a response."""
    remove_response(call, method_of(call), RESPONSES)


@served("UpdateMethodResponse")
def update_method_response(call: Call) -> Json:
    """Change a response."""
    method = method_of(call)
    response = response_of(call, method, RESPONSES)
    changed = PATCHES.applied(response, call.get("patchOperations"))
    _check(call.api, changed)
    method[RESPONSES][call["statusCode"]] = changed
    return changed


PATCHES = Patches(
    (
        entry("responseParameters", "Invalid parameter name specified", true),
        entry("responseModels", "Content-Type specified was not found"),
    ),
    Form.PATH,
)
