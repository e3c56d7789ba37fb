"""Swagger 2.0 in the form of OpenAPI 3 (developer guide, "Develop REST APIs using OpenAPI")."""

from typing import Any

type Json = dict[str, Any]

VERBS = {"get", "put", "post", "delete", "options", "head", "patch"}
ANY_METHOD = "x-amazon-apigateway-any-method"
DEFAULT_TYPE = "application/json"
MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}


def as_openapi(document: Json) -> Json:
    """This API as an OpenAPI 3 document."""
    whole: Json = _with_moved_references(document)
    components = {
        "schemas": whole.pop("definitions", None) or {},
        "securitySchemes": whole.pop("securityDefinitions", None) or {},
        "parameters": whole.pop("parameters", None) or {},
        "responses": {
            name: _response(each, _types(whole, {}, "produces"))
            for name, each in (whole.pop("responses", None) or {}).items()
        },
    }
    whole["components"] = components
    paths = {path: _item(whole, item) for path, item in (whole.get("paths") or {}).items()}
    base = whole.get("basePath")
    return {
        **whole,
        "openapi": "3.0.1",
        "paths": paths,
        **({"servers": [{"url": f"https://host{base}"}]} if base else {}),
    }


def _with_moved_references(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_moved_references(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _moved(each)
        if key == "$ref" and isinstance(each, str)
        else _with_moved_references(each)
        for key, each in value.items()
    }


def _moved(reference: str) -> str:
    for old, new in MOVED.items():
        if reference.startswith(old):
            return new + reference.removeprefix(old)
    return reference


def _item(document: Json, item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {
        key: _operation(document, item, each) if key in VERBS or key == ANY_METHOD else each
        for key, each in item.items()
    }


def _operation(document: Json, item: Json, operation: Any) -> Any:
    if not isinstance(operation, dict):
        return operation
    given = [*(item.get("parameters") or []), *(operation.get("parameters") or [])]
    shared: Json = document["components"]["parameters"]
    followed = [shared.get(str(each.get("$ref", "")).rpartition("/")[2], each) for each in given]
    body = next((each for each in followed if each.get("in") == "body"), None)
    own = (operation.get("parameters") or [])[:]
    plain = [each for each in own if each is not body and each.get("in") != "body"]
    whole = {**operation, "parameters": plain}
    if body:
        types = _types(document, operation, "consumes")
        content = {each: {"schema": body.get("schema") or {}} for each in types}
        whole["requestBody"] = {"content": content, "required": bool(body.get("required"))}
    produced = _types(document, operation, "produces")
    whole["responses"] = {
        status: _response(each, produced)
        for status, each in (operation.get("responses") or {}).items()
    }
    return whole


def _response(response: Any, types: list[str]) -> Any:
    if not isinstance(response, dict) or not response.get("schema"):
        return response
    content = {each: {"schema": response["schema"]} for each in types}
    return {**response, "content": content}


def _types(document: Json, operation: Json, name: str) -> list[str]:
    return operation.get(name) or document.get(name) or [DEFAULT_TYPE]
