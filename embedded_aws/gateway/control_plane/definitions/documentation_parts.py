"""Documentation parts (API reference, DocumentationPart): texts about the API's places."""

import json

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.identifiers import new_id
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patches import REPLACE, Change, Patches, Path
from embedded_aws.gateway.deployed.stored import Api

UNKNOWN = "Invalid Documentation part identifier specified"
PROPERTIES = "Invalid Documentation part properties: a JSON object is expected"
NAMED = {
    "PATH_PARAMETER",
    "QUERY_PARAMETER",
    "REQUEST_HEADER",
    "RESPONSE_HEADER",
    "AUTHORIZER",
    "MODEL",
}


@served("CreateDocumentationPart", only_kept=True)
def create_documentation_part(call: Call) -> Json:
    """A text about a place that has none."""
    api, location = call.api, call["location"]
    if location["type"] in NAMED and not location.get("name"):
        raise BadRequestError(f"Invalid location: {location['type']} needs a name")
    if find(api, location):
        raise ConflictError("Documentation part already exists for the specified location")
    return add(api, location, checked(call["properties"]))


def find(api: Api, location: Json) -> Json | None:
    """The part about this place."""
    parts = api.documentation_parts.values()
    return next((each for each in parts if each["location"] == location), None)


def add(api: Api, location: Json, properties: str) -> Json:
    """Store a new part."""
    part: Json = {"id": new_id(), "location": location, "properties": properties}
    api.documentation_parts[part["id"]] = part
    return part


def checked(properties: str | None) -> str:
    """The properties, which are an object in JSON."""
    try:
        valid = isinstance(json.loads(properties or ""), dict)
    except (ValueError, RecursionError):
        valid = False
    if not valid:
        raise BadRequestError(PROPERTIES)
    return str(properties)


def _part(call: Call) -> tuple[Api, Json]:
    api = call.store.apis.get(call["restApiId"])
    part = api.documentation_parts.get(call["documentationPartId"]) if api else None
    if api is None or part is None:
        raise NotFoundError(UNKNOWN)
    return api, part


@served("GetDocumentationPart", only_kept=True)
def get_documentation_part(call: Call) -> Json:
    """One part."""
    return _part(call)[1]


@served("GetDocumentationParts", only_kept=True)
def get_documentation_parts(call: Call) -> Json:
    """The parts of a kind, a name and below a path."""
    parts = call.api.documentation_parts.values()
    return page(call, [each for each in parts if _is_asked(call, each["location"])])


def _is_asked(call: Call, location: Json) -> bool:
    return (
        call.get("type") in {None, location["type"]}
        and call.get("nameQuery", "") in location.get("name", "")
        and location.get("path", "").startswith(call.get("path", ""))
        and call.get("locationStatus", "DOCUMENTED") == "DOCUMENTED"
    )


@served("UpdateDocumentationPart", only_kept=True)
def update_documentation_part(call: Call) -> Json:
    """Change a part's text."""
    api, part = _part(call)
    changed = PATCHES.applied(part, call.get("patchOperations"))
    api.documentation_parts[part["id"]] = changed
    return changed


@served("DeleteDocumentationPart", only_kept=True)
def delete_documentation_part(call: Call) -> None:
    """Delete a part."""
    if call.api.documentation_parts.pop(call["documentationPartId"], None) is None:
        raise NotFoundError(UNKNOWN)


def _properties(change: Change) -> None:
    change.target["properties"] = checked(change.value)


PATCHES = Patches((Path("/properties", REPLACE, _properties),))
