"""UpdateResource (API reference): renames a resource, or moves it with everything below it."""

from typing import Any

from embedded_aws.gateway.control_plane.apis.resources import (
    UNKNOWN,
    check_place,
    resource_of,
    shown,
)
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.patches import REPLACE, Change, Patches, Path
from embedded_aws.gateway.deployed.stored import Api


@served("UpdateResource")
def update_resource(call: Call) -> Json:
    """Rename a resource, or move it with everything below it."""
    resource, api = resource_of(call), call.api
    changed = PATCHES.applied(resource, call.get("patchOperations"))
    moved = (changed.get("parentId"), changed.get("pathPart"))
    if moved != (resource.get("parentId"), resource.get("pathPart")):
        _move(api, resource, *moved)
    return shown(api.resources[resource["id"]])


def _move(api: Api, resource: Json, parent_id: Any, part: Any) -> None:
    if resource is api.root:
        name = "pathPart" if part != resource.get("pathPart") else "parentId"
        raise BadRequestError(f"Root resource cannot update its {name}.")
    parent = api.resources.get(parent_id)
    if parent is None:
        raise NotFoundError(UNKNOWN)
    old = resource["path"]
    if f"{parent['path']}/".startswith(f"{old}/"):
        raise BadRequestError("Resources cannot be cyclical.")
    check_place(api, parent, part, resource["id"])
    new = f"{parent['path'].rstrip('/')}/{part}"
    resource.update(parentId=parent_id, pathPart=part)
    for each in api.resources.values():
        if each["path"] == old or each["path"].startswith(f"{old}/"):
            each["path"] = new + each["path"].removeprefix(old)


def _set(name: str) -> Path:
    def apply(change: Change) -> None:
        change.target[name] = change.value

    return Path(f"/{name}", REPLACE, apply)


PATCHES = Patches((_set("parentId"), _set("pathPart")))
