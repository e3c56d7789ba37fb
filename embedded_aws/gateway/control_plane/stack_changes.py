"""Changes of API Gateway's resources in a CloudFormation stack, in place."""

import json
from collections.abc import Callable
from typing import Any, Protocol

from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import NotFoundError

type Run = Callable[[str, Json], Json]
DOCUMENT = "the document"
"""An API's OpenAPI document among its properties, in bytes."""
OF_API = {
    "Name": "/name",
    "Description": "/description",
    "ApiKeySourceType": "/apiKeySource",
    "MinimumCompressionSize": "/minimumCompressionSize",
    "DisableExecuteApiEndpoint": "/disableExecuteApiEndpoint",
    "Policy": "/policy",
}


class Placed(Protocol):
    """A resource of a stack that knows the parameters of its operations."""

    place: dict[str, str]


def members(properties: Json, *left_out: str) -> Json:
    """CloudFormation's properties under the names of the operations."""
    return {
        name[0].lower() + name[1:]: value
        for name, value in properties.items()
        if name not in {*left_out, DOCUMENT}
    }


def import_document(api: str, properties: Json, run: Run) -> None:
    """Import the document of the properties, if they have one."""
    if properties[DOCUMENT] is not None:
        options = members({each: properties.get(each) for each in ("FailOnWarnings", "Parameters")})
        mode = {"restApiId": api, "mode": properties.get("Mode") or "overwrite"}
        run("PutRestApi", {**mode, **options, "body": properties[DOCUMENT]})


def rest_api(placed: Placed, properties: Json, run: Run) -> None:
    """Import the document again, and set what the properties name."""
    import_document(placed.place["restApiId"], properties, run)
    operations = _replacements(properties, OF_API)
    run("UpdateRestApi", {**placed.place, "patchOperations": operations})


def resource(placed: Placed, properties: Json, run: Run) -> None:
    """Move the resource to its new path."""
    operations = _replacements(properties, {"PathPart": "/pathPart", "ParentId": "/parentId"})
    run("UpdateResource", {**placed.place, "patchOperations": operations})


def deployment(placed: Placed, properties: Json, run: Run) -> None:
    """Describe the deployment anew; a stage that is new is made with it."""
    operations = _replacements(properties, {"Description": "/description"})
    run("UpdateDeployment", {**placed.place, "patchOperations": operations})
    stage = properties.get("StageName")
    if stage:
        try:
            run("GetStage", {"restApiId": placed.place["restApiId"], "stageName": stage})
        except NotFoundError:
            run("CreateStage", {**placed.place, "stageName": stage})


def _replacements(properties: Json, paths: dict[str, str]) -> list[Json]:
    """A patch for each of these properties that is given."""
    return [
        {"op": "replace", "path": path, "value": _text(properties[name])}
        for name, path in paths.items()
        if properties.get(name) is not None
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
