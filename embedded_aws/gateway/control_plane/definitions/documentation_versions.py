"""Documentation versions (API reference, DocumentationVersion): snapshots of all parts."""

import copy

from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import ConflictError, NotFoundError
from embedded_aws.gateway.control_plane.protocol.identifiers import now
from embedded_aws.gateway.control_plane.protocol.paging import page
from embedded_aws.gateway.control_plane.protocol.patch_paths import (
    text,
)
from embedded_aws.gateway.control_plane.protocol.patches import (
    Patches,
)
from embedded_aws.gateway.deployed.stored import Api


@served("CreateDocumentationVersion", only_kept=True)
def create_documentation_version(call: Call) -> Json:
    """A snapshot of the present parts, which a stage may be given at once."""
    api, name = call.api, call["documentationVersion"]
    if name in api.documentation_versions:
        raise ConflictError("Documentation version already exists for this REST API")
    stage = call.get("stageName")
    if stage is not None and stage not in api.stages:
        raise NotFoundError("Invalid stage identifier specified")
    version = {"version": name, "createdDate": now(), **call.chosen("description")}
    parts = copy.deepcopy(list(api.documentation_parts.values()))
    api.documentation_versions[name] = {**version, "parts": parts}
    if stage is not None:
        api.stages[stage].settings["documentationVersion"] = name
    return version


def _version(call: Call) -> tuple[Api, Json]:
    api = call.store.apis.get(call["restApiId"])
    version = api.documentation_versions.get(call["documentationVersion"]) if api else None
    if api is None or version is None:
        raise NotFoundError("Invalid Documentation version specified")
    return api, version


@served("GetDocumentationVersion", only_kept=True)
def get_documentation_version(call: Call) -> Json:
    """One version."""
    return _version(call)[1]


@served("GetDocumentationVersions", only_kept=True)
def get_documentation_versions(call: Call) -> Json:
    """All versions."""
    return page(call, call.api.documentation_versions.values())


@served("UpdateDocumentationVersion", only_kept=True)
def update_documentation_version(call: Call) -> Json:
    """Change a version's description."""
    api, version = _version(call)
    changed = PATCHES.applied(version, call.get("patchOperations"))
    api.documentation_versions[version["version"]] = changed
    return changed


@served("DeleteDocumentationVersion", only_kept=True)
def delete_documentation_version(call: Call) -> None:
    """Delete a version; stages that have it lose it."""
    api, version = _version(call)
    del api.documentation_versions[version["version"]]
    for stage in api.stages.values():
        if stage.settings.get("documentationVersion") == version["version"]:
            del stage.settings["documentationVersion"]


PATCHES = Patches((text("description"),))
