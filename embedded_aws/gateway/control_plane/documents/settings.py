"""Imports a document's settings of the API as a whole."""

import json
from typing import Any

from embedded_aws.gateway.control_plane.apis.compression import compression
from embedded_aws.gateway.control_plane.documents.operations import PREFIX
from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.deployed.stored import Api


def apply_settings(api: Api, content: Json) -> None:
    """The document's settings of the API as a whole."""
    settings, info = api.settings, content.get("info") or {}
    settings["name"] = str(info.get("title") or settings["name"])
    for name in ("description", "version"):
        if info.get(name):
            settings[name] = str(info[name])
    if f"{PREFIX}api-key-source" in content:
        settings["apiKeySource"] = content[f"{PREFIX}api-key-source"]
    types = content.get(f"{PREFIX}binary-media-types")
    if types:
        settings["binaryMediaTypes"] = list(
            dict.fromkeys([*(settings.get("binaryMediaTypes") or []), *types])
        )
    if content.get(f"{PREFIX}minimum-compression-size") is not None:
        size = content[f"{PREFIX}minimum-compression-size"]
        settings["minimumCompressionSize"] = compression(size)
    if f"{PREFIX}policy" in content:
        settings["policy"] = json.dumps(content[f"{PREFIX}policy"])
    _apply_endpoint(settings, content)


def _apply_endpoint(settings: Json, content: Json) -> None:
    """Settings of the endpoint, which stand at the document or at its first server."""
    name = f"{PREFIX}endpoint-configuration"
    servers: list[Any] = content.get("servers") or [{}]
    raw = content.get(name) or servers[0].get(name) or {}
    if raw.get("disableExecuteApiEndpoint") is not None:
        settings["disableExecuteApiEndpoint"] = bool(raw["disableExecuteApiEndpoint"])
    if raw.get("vpcEndpointIds"):
        settings["endpointConfiguration"]["vpcEndpointIds"] = list(raw["vpcEndpointIds"])
