"""The base path of a document (developer guide, "Set the OpenAPI basePath property")."""

import re
from typing import Any
from urllib.parse import urlsplit

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

MODES = ("ignore", "prepend", "split")


def base_path(document: dict[str, Any], mode: str) -> str:
    """The beginning of all paths of the document: nothing, the base path, or its end."""
    if mode not in MODES:
        raise BadRequestError(
            f"Invalid basepath mode specified. Valid options are {','.join(MODES)}"
        )
    servers = document.get("servers") or []
    if mode == "ignore" or not servers:
        return ""
    path = urlsplit(_url(servers[0])).path.rstrip("/")
    if mode == "prepend":
        return path
    _, _, below = path.lstrip("/").partition("/")  # its first part stands for a stage
    return f"/{below}" if below else ""


def _url(server: dict[str, Any]) -> str:
    """The server's URL with the defaults of its variables.

    A variable `basePath` counts even where the URL does not name it (recorded on AWS).
    """
    variables = server.get("variables") or {}
    url = str(server.get("url", ""))
    if "basePath" in variables and "{basePath}" not in url:
        url = f"{url.rstrip('/')}/{{basePath}}"

    def default(match: re.Match[str]) -> str:
        return str((variables.get(match[1]) or {}).get("default", "")).strip("/")

    return re.sub(r"\{(\w+)\}", default, url)
