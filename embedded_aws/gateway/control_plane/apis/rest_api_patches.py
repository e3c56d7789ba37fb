"""Patch operations of a REST API (API reference, UpdateRestApi)."""

from embedded_aws.gateway.control_plane.apis import endpoints
from embedded_aws.gateway.control_plane.apis.compression import compression
from embedded_aws.gateway.control_plane.apis.rest_apis import shown
from embedded_aws.gateway.control_plane.protocol.calls import Call, Json, served
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError
from embedded_aws.gateway.control_plane.protocol.patch_paths import flag, text
from embedded_aws.gateway.control_plane.protocol.patches import (
    EACH,
    MEMBERS,
    REPLACE,
    Change,
    Form,
    Patches,
    Path,
)


@served("UpdateRestApi")
def update_rest_api(call: Call) -> Json:
    """Change settings of an API."""
    api = call.api
    api.settings = PATCHES.applied(api.settings, call.get("patchOperations"))
    return shown(api, tags=True)


def _media_type(change: Change) -> None:
    types, name = change.target.get("binaryMediaTypes") or [], change.names["name"]
    others = [each for each in types if each != name]
    added = {"add": [name], "replace": [change.value or name]}.get(change.op, [])
    change.target["binaryMediaTypes"] = others + added
    if not others + added:
        del change.target["binaryMediaTypes"]


def _compression(change: Change) -> None:
    change.target.pop("minimumCompressionSize", None)
    if change.text is not None:
        change.target["minimumCompressionSize"] = compression(change.text)


def _name(change: Change) -> None:
    if not (change.value or "").strip():
        raise BadRequestError("API name cannot be an empty string")
    change.target["name"] = change.value


def _key_source(change: Change) -> None:
    if change.value not in {"HEADER", "AUTHORIZER"}:
        raise BadRequestError(
            "Invalid API key source specified. Valid options are HEADER,AUTHORIZER"
        )
    change.target["apiKeySource"] = change.value


ENDPOINT = "/endpointConfiguration"
PATCHES = Patches(
    (
        Path("/name", REPLACE, _name),
        text("description", ops=EACH),
        text("version"),
        text("policy", ops=EACH),
        text("securityPolicy"),
        text("endpointAccessMode"),
        Path("/apiKeySource", REPLACE, _key_source),
        flag("disableExecuteApiEndpoint"),
        Path("/minimumCompressionSize", REPLACE, _compression),
        Path("/binaryMediaTypes/{name}", EACH, _media_type),
        Path(f"{ENDPOINT}/ipAddressType", REPLACE, endpoints.change_address),
        Path(f"{ENDPOINT}/vpcEndpointIds", MEMBERS, endpoints.change_vpc_endpoints),
        Path(f"{ENDPOINT}/types/{{index}}", ("replace", "add"), endpoints.change_type),
    ),
    Form.OPERATIONS,
)
