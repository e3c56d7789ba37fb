"""Resources, the nodes of an API's paths (API reference, Resource)."""

import re
from collections.abc import Iterable

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.deployed.stored import Api

UNKNOWN = "Invalid Resource identifier specified"
PART = re.compile(r"[a-zA-Z0-9._~:$!&'()*+,;=@%-]+|\{[a-zA-Z0-9._:-]+\+?\}")
PART_RULES = (
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly "
    "braces at the beginning and the end."
)


def resource_of(call: Call, name: str = "resourceId") -> Json:
    """The resource that the call names; AWS blames it even when the API is unknown."""
    api = call.store.apis.get(call["restApiId"])
    resource = api.resources.get(call[name]) if api else None
    if resource is None:
        raise NotFoundError(UNKNOWN)
    return resource


def is_variable(part: str) -> bool:
    """Whether the path part is a variable."""
    return part.startswith("{")


def is_greedy(part: str) -> bool:
    """Whether the path part takes the rest of a path."""
    return part.endswith("+}")


def add_resource(
    api: Api, parent: Json, part: str, *, imported: bool = False, number: str | None = None
) -> Json:
    """A new child of the parent; a document may have a greedy variable beside a plain one."""
    check_place(api, parent, part, imported=imported)
    path = f"{parent['path'].rstrip('/')}/{part}"
    resource = {"id": number or new_id(), "parentId": parent["id"], "pathPart": part, "path": path}
    api.resources[resource["id"]] = resource
    return resource


def check_place(
    api: Api, parent: Json, part: str, but: str = "", *, imported: bool = False
) -> None:
    """Refuse a part that its place does not take; `but` is the id of the part itself."""
    if not PART.fullmatch(part):
        raise BadRequestError(PART_RULES)
    if is_greedy(parent.get("pathPart", "")):
        raise BadRequestError(
            f"Cannot create a child of a resource with a greedy path variable: {parent['pathPart']}"
        )
    for each in children(api, parent["id"]):
        sibling = each["pathPart"]
        if each["id"] == but:
            continue
        if sibling == part:
            raise ConflictError(
                f"Another resource with the same parent already has this name: {part}"
            )
        unlike = imported and is_greedy(part) != is_greedy(sibling)
        if is_variable(part) and is_variable(sibling) and not unlike:
            raise BadRequestError(
                f"A sibling ({sibling}) of this resource already has a variable path part -- "
                "only one is allowed"
            )


def children(api: Api, resource_id: str) -> Iterable[Json]:
    """The resources right below this one."""
    return [each for each in api.resources.values() if each.get("parentId") == resource_id]


@served("CreateResource")
def create_resource(call: Call) -> Json:
    """A resource below its parent."""
    parent = resource_of(call, "parentId")
    return add_resource(call.api, parent, call["pathPart"])


def shown(resource: Json, embedded: Iterable[str] = ()) -> Json:
    """The resource's answer; its methods are only named unless they are asked for."""
    answer = {name: value for name, value in resource.items() if name != "resourceMethods"}
    methods = resource.get("resourceMethods")
    if methods:
        whole = "methods" in embedded
        answer["resourceMethods"] = {
            verb: method if whole else {} for verb, method in methods.items()
        }
    return answer


@served("GetResource")
def get_resource(call: Call) -> Json:
    """One resource."""
    return shown(resource_of(call), call.get("embed", ()))


@served("GetResources")
def get_resources(call: Call) -> Json:
    """All resources, by path."""
    ordered = sorted(call.api.resources.values(), key=lambda each: each["path"])
    return page(call, [shown(each, call.get("embed", ())) for each in ordered])


@served("DeleteResource")
def delete_resource(call: Call) -> None:
    """Delete a resource with everything below it."""
    resource = resource_of(call)
    api = call.api
    if resource is api.root:
        raise BadRequestError("Root resource cannot be deleted.")
    below = f"{resource['path']}/"
    api.resources = {
        each["id"]: each
        for each in api.resources.values()
        if each is not resource and not each["path"].startswith(below)
    }
