"""Base-path mappings of custom domains (API reference, BasePathMapping)."""

from embedded_aws.gateway.control_plane.edges.domain_names import domain_of
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import (
    BadRequestError,
    ConflictError,
    NotFoundError,
)
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    REPLACE,
    Change,
    Patches,
    Path,
)

NONE = "(none)"
SLASH = (
    "API Gateway V1 doesn't support the slash character (/) in base path mappings. To create a "
    "multi-level base path mapping, use API Gateway V2."
)


@served("CreateBasePathMapping")
def create_base_path_mapping(call: Call) -> Json:
    """Serve an API below a path of the domain, or below all of them."""
    mapping = {"basePath": call.get("basePath") or NONE, **call.chosen("restApiId", "stage")}
    mappings = _mappings(call)
    _check(call, mapping)
    if mapping["basePath"] in mappings:
        raise ConflictError("Base path already exists for this domain name")
    mappings[mapping["basePath"]] = mapping
    return mapping


def _mappings(call: Call) -> dict[str, Json]:
    return call.store.base_path_mappings.setdefault(domain_of(call)["domainName"], {})


def _check(call: Call, mapping: Json) -> None:
    if "/" in mapping["basePath"]:
        raise BadRequestError(SLASH)
    api = call.store.apis.get(mapping["restApiId"])
    if api is None:
        raise BadRequestError("Invalid REST API identifier specified")
    stage = mapping.get("stage")
    if stage and stage not in api.stages:
        raise BadRequestError("Invalid stage identifier specified")


def _mapping(call: Call) -> tuple[dict[str, Json], Json]:
    mappings = _mappings(call)
    mapping = mappings.get(call["basePath"] or NONE)
    if mapping is None:
        raise NotFoundError("Invalid base path mapping identifier specified")
    return mappings, mapping


@served("GetBasePathMapping")
def get_base_path_mapping(call: Call) -> Json:
    """One mapping."""
    return _mapping(call)[1]


@served("GetBasePathMappings")
def get_base_path_mappings(call: Call) -> Json:
    """All mappings of a domain."""
    return page(call, _mappings(call).values())


@served("UpdateBasePathMapping")
def update_base_path_mapping(call: Call) -> Json:
    """Change a mapping's path, API or stage."""
    mappings, mapping = _mapping(call)
    changed = PATCHES.applied(mapping, call.get("patchOperations"))
    changed["basePath"] = changed.get("basePath") or NONE
    _check(call, changed)
    if changed["basePath"] != mapping["basePath"] and changed["basePath"] in mappings:
        raise ConflictError("Base path already exists for this domain name")
    del mappings[mapping["basePath"]]
    mappings[changed["basePath"]] = changed
    return changed


@served("DeleteBasePathMapping")
def delete_base_path_mapping(call: Call) -> None:
    """Delete a mapping."""
    mappings, mapping = _mapping(call)
    del mappings[mapping["basePath"]]


def _api(change: Change) -> None:
    change.target["restApiId"] = change.value or ""


PATCHES = Patches(
    (
        text("basePath"),
        Path("/restapiId", REPLACE, _api),
        Path("/restApiId", REPLACE, _api),
        text("stage", ops=("replace", "remove")),
    )
)
