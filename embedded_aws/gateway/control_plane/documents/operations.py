"""An operation of an OpenAPI document, with its references resolved."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from embedded_aws.gateway.control_plane.protocol.errors import BadRequestError

type Document = Mapping[str, Any]

PREFIX = "x-amazon-apigateway-"
ANY_METHOD = f"{PREFIX}any-method"
VERBS = {"get", "put", "post", "delete", "options", "head", "patch", ANY_METHOD}
PLACES = {"header": "header", "query": "querystring", "path": "path"}


def operation(document: Document, item: Mapping[str, Any], verb: str) -> dict[str, Any]:
    """The operation with all references resolved and its path's parameters."""
    whole: dict[str, Any] = followed(document, dict(item[verb] or {}))
    shared = [followed(document, each) for each in item.get("parameters") or []]
    own = [followed(document, each) for each in whole.get("parameters") or []]
    by_place = {(each.get("in"), each.get("name")): each for each in shared + own}
    whole["parameters"] = list(by_place.values())
    whole["requestBody"] = followed(document, whole.get("requestBody") or {})
    whole["responses"] = {
        str(status): followed(document, each or {})
        for status, each in (whole.get("responses") or {}).items()
    }
    return whole


def followed(document: Document, node: dict[str, Any]) -> dict[str, Any]:
    """A reference's target; schemas stay references, because they become models."""
    reference = node.get("$ref")
    if not reference:
        return node
    target: Any = document
    for part in str(reference).removeprefix("#/").split("/"):
        if not isinstance(target, Mapping) or part not in target:
            raise BadRequestError(f"Invalid OpenAPI input. Unable to resolve {reference}")
        target = target[part]
    return dict(target)


def parameters(whole: Mapping[str, Any]) -> dict[str, bool]:
    """The declared parameters, and whether each is required."""
    return {
        f"method.request.{PLACES[each['in']]}.{each['name']}": bool(each.get("required"))
        for each in whole["parameters"]
        if each.get("in") in PLACES
    }


def path_parameters(path: str) -> dict[str, bool]:
    """The parameters in the path itself, which need no declaration (recorded on AWS)."""
    names = re.findall(r"\{([^{}]+?)\+?\}", path)
    return {f"method.request.path.{name}": True for name in names}


def models(part: Mapping[str, Any]) -> dict[str, str]:
    """The model's name per media type of a body."""
    return {
        media_type: schema["$ref"].rpartition("/")[2] if "$ref" in schema else model_name(schema)
        for media_type, schema in _schemas(part)
    }


def inline_schemas(whole: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The schemas that are written into the operation itself."""
    parts = [whole["requestBody"], *whole["responses"].values()]
    return [schema for part in parts for _, schema in _schemas(part) if "$ref" not in schema]


def _schemas(part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for media_type, body in (part.get("content") or {}).items():
        if body and body.get("schema"):
            yield media_type, body["schema"]


def model_name(schema: Mapping[str, Any]) -> str:
    """The name of a model for an inline schema."""
    return f"MODEL{hashlib.sha256(json.dumps(schema, sort_keys=True).encode()).hexdigest()[:6]}"
