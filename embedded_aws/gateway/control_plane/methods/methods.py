"""Methods (API reference, Method): what a request must bring."""

from typing import Any

from embedded_aws.gateway.control_plane.apis.resources import resource_of
from embedded_aws.gateway.control_plane.methods import mappings
from embedded_aws.gateway.control_plane.methods.lookup import method_of, methods_of, verb
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, ConflictError
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    entry,
    flag,
    members,
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Form,
    Patches,
)
from embedded_aws.gateway.deployed.stored import Api

AUTHORIZATIONS = ("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")
WITH_AUTHORIZER = {"CUSTOM": {"TOKEN", "REQUEST"}, "COGNITO_USER_POOLS": {"COGNITO_USER_POOLS"}}
NO_AUTHORIZER = (
    "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or "
    "COGNITO_USER_POOLS requires a valid authorizer."
)
OPTIONAL = (
    "authorizationScopes",
    "authorizerId",
    "operationName",
    "requestModels",
    "requestParameters",
    "requestValidatorId",
)


@served("PutMethod")
def put_method(call: Call) -> Json:
    """A new method; an existing one is not overwritten."""
    resource, name = resource_of(call), verb(call["httpMethod"])
    if name in methods_of(resource):
        raise ConflictError("Method already exists for this resource")
    method = {
        "httpMethod": name,
        "authorizationType": call["authorizationType"],
        "apiKeyRequired": call.get("apiKeyRequired", False),
        **call.chosen(*OPTIONAL),
    }
    methods_of(resource)[name] = checked(call.api, method)
    return method


def checked(api: Api, method: Json) -> Json:
    """The method in its stored form; refused when it refers to what the API lacks."""
    method["authorizationType"] = method["authorizationType"].upper()
    _check_authorization(api, method)
    validator = method.get("requestValidatorId")
    if validator and validator not in api.request_validators:
        raise BadRequestError("Invalid Request Validator identifier specified")
    check_models(api, method.get("requestModels"))
    parameters = method.get("requestParameters") or {}
    mappings.check_declared(parameters, mappings.METHOD_REQUEST)
    mappings.check_unique(parameters)
    for name in ("requestValidatorId", "operationName", "authorizationScopes"):
        if not method.get(name, True):
            del method[name]
    return method


def _check_authorization(api: Api, method: Json) -> None:
    kind = method["authorizationType"]
    if kind not in AUTHORIZATIONS:
        raise BadRequestError(
            f"Invalid AuthorizationType specified. Valid options are {','.join(AUTHORIZATIONS)}"
        )
    if kind not in WITH_AUTHORIZER:
        method.pop("authorizerId", None)
        return
    authorizer = api.authorizers.get(method.get("authorizerId") or "")
    if authorizer is None or authorizer["type"] not in WITH_AUTHORIZER[kind]:
        raise BadRequestError(NO_AUTHORIZER)


def check_models(api: Api, models: dict[str, Any] | None) -> None:
    """Refuse models that the API lacks."""
    for name in (models or {}).values():
        if name not in api.models:
            raise BadRequestError(f"Invalid model identifier specified: {name}")


@served("GetMethod")
def get_method(call: Call) -> Json:
    """One method with its integration and responses."""
    return method_of(call)


@served("DeleteMethod")
def delete_method(call: Call) -> None:
    """Delete a method with everything in it."""
    method = method_of(call)
    methods = methods_of(resource_of(call))
    del methods[method["httpMethod"]]


@served("UpdateMethod")
def update_method(call: Call) -> Json:
    """Change a method."""
    method = method_of(call)
    changed = PATCHES.applied(method, call.get("patchOperations"))
    methods_of(resource_of(call))[method["httpMethod"]] = checked(call.api, changed)
    return changed


def true(value: str) -> bool:
    """Whether a patch's text means yes."""
    return value.lower() == "true"


PATCHES = Patches(
    (
        text("authorizationType"),
        text("authorizerId"),
        members("authorizationScopes"),
        flag("apiKeyRequired"),
        text("requestValidatorId"),
        text("operationName"),
        entry("requestParameters", "Invalid parameter name specified", true),
        entry("requestModels", "Content-Type specified was not found"),
    ),
    Form.OPERATIONS,
)
