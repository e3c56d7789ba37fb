"""Request validators (API reference, RequestValidator)."""

from embedded_aws.gateway.control_plane.definitions.references import refuse_if_used
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    flag,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    REPLACE,
    Change,
    Patches,
    Path,
)
from embedded_aws.gateway.deployed.stored import Api

BLANK = "Request Validator name cannot be blank"


@served("CreateRequestValidator")
def create_request_validator(call: Call) -> Json:
    """A validator."""
    api = call.store.apis.get(call["restApiId"])
    if api is None:
        raise BadRequestError("Invalid REST API identifier specified")
    if not (call.get("name") or "").strip():
        raise BadRequestError(BLANK)
    validator = {
        "id": new_id(),
        "name": call["name"],
        "validateRequestBody": call.get("validateRequestBody", False),
        "validateRequestParameters": call.get("validateRequestParameters", False),
    }
    api.request_validators[validator["id"]] = validator
    return validator


def _validator(call: Call) -> tuple[Api, Json]:
    api = call.store.apis.get(call["restApiId"])
    validator = api.request_validators.get(call["requestValidatorId"]) if api else None
    if api is None or validator is None:
        raise NotFoundError("Invalid Request Validator identifier specified")
    return api, validator


@served("GetRequestValidator")
def get_request_validator(call: Call) -> Json:
    """One validator."""
    return _validator(call)[1]


@served("GetRequestValidators")
def get_request_validators(call: Call) -> Json:
    """All validators."""
    return page(call, call.api.request_validators.values())


@served("UpdateRequestValidator")
def update_request_validator(call: Call) -> Json:
    """Change a validator."""
    api, validator = _validator(call)
    changed = PATCHES.applied(validator, call.get("patchOperations"))
    api.request_validators[validator["id"]] = changed
    return changed


@served("DeleteRequestValidator")
def delete_request_validator(call: Call) -> None:
    """Delete a validator that no method uses."""
    api, validator = _validator(call)

    def uses(method: Json) -> bool:
        return bool(method.get("requestValidatorId") == validator["id"])

    refuse_if_used(api, f"Request Validator '{validator['name']}'", uses, "method")
    del api.request_validators[validator["id"]]


def _name(change: Change) -> None:
    if not (change.value or "").strip():
        raise BadRequestError(BLANK)
    change.target["name"] = change.value


PATCHES = Patches(
    (
        Path("/name", REPLACE, _name),
        flag("validateRequestParameters"),
        flag("validateRequestBody"),
    )
)
