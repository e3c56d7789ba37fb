"""Where methods refer to a definition: AWS deletes none that is in use."""

from collections.abc import Callable, Iterator

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import ConflictError
from embedded_aws.gateway.deployed.stored import Api


def refuse_if_used(api: Api, what: str, uses: Callable[[Json], bool], place: str) -> None:
    """Refuse to delete a thing that a method uses; of several methods, name the last one."""
    for path, method in methods(api):
        if uses(method):
            where = f"{path}/{method['httpMethod']}"
            raise ConflictError(f"Cannot delete {what}, is referenced in {place}: {where}")


def methods(api: Api) -> Iterator[tuple[str, Json]]:
    """All methods with their resources' paths, the last path first."""
    resources = sorted(api.resources.values(), key=lambda each: each["path"], reverse=True)
    for resource in resources:
        for method in (resource.get("resourceMethods") or {}).values():
            yield resource["path"], method
