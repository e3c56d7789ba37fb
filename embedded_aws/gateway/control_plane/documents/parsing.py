"""Reads a document, in JSON or YAML, as one in the form of OpenAPI 3."""

import json
from typing import Any

import yaml

from embedded_aws.gateway.control_plane.documents.swagger import as_openapi
from embedded_aws.gateway.control_plane.protocol.calls import Json
from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

INVALID = "Invalid OpenAPI input."
KINDS = "Invalid OpenAPI input. Only OpenAPI 3 and Swagger 2.0 documents are supported."


class _Loader(yaml.SafeLoader):
    """YAML whose dates stay text, as in JSON."""


_Loader.yaml_implicit_resolvers = {
    first: [each for each in resolvers if each[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def document(body: bytes) -> Json:
    """The document as OpenAPI 3; BadRequest for anything else."""
    content = loaded(body)
    if content is None:
        raise BadRequestError(INVALID)
    if str(content.get("swagger", "")) == "2.0":
        return as_openapi(content)
    if not str(content.get("openapi", "")).startswith("3"):
        raise BadRequestError(KINDS)
    return content


def loaded(body: bytes) -> Json | None:
    """The object in JSON or YAML; None when it is neither."""
    try:
        text = body.decode("utf-8-sig")
        try:
            content: Any = json.loads(text)
        except ValueError:
            content = yaml.load(text, _Loader)  # noqa: S506 - a safe loader, without dates
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return None
    return _with_text_keys(content) if isinstance(content, dict) else None


def _with_text_keys(value: Any) -> Any:
    """The value with keys as in JSON: YAML's may be numbers, as status codes are."""
    if isinstance(value, dict):
        return {
            key if isinstance(key, str) else json.dumps(key): _with_text_keys(each)
            for key, each in value.items()
        }
    return [_with_text_keys(each) for each in value] if isinstance(value, list) else value
