"""Converts Pydantic's JSON Schema to the subset that OpenAPI 3.0 and API Gateway share."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared.routes import Route
from tools.command import CommandError

DROPPED = {"title", "default", "additionalProperties"}
REFERENCE = "#/components/schemas/{model}"


def component_schemas(models: list[type[BaseModel]]) -> dict[str, Any]:
    """All models and the schemas that they refer to, by name."""
    _, whole = models_json_schema(
        [(model, "validation") for model in models], ref_template=REFERENCE
    )
    return {name: narrowed(schema, name) for name, schema in sorted(whole["$defs"].items())}


def narrowed(schema: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The schema without keywords of later drafts; same meaning or stricter."""
    options = [each for each in schema.get("anyOf", []) if each.get("type") != "null"]
    if len(options) > 1:
        raise CommandError(f"{name} may be one of several types, which API Gateway does not import")
    whole = {**schema, **options[0]} if options else dict(schema)
    whole.pop("anyOf", None)
    result = {key: value for key, value in whole.items() if key not in DROPPED}
    if schema.get("additionalProperties") is False:
        result["additionalProperties"] = False
    if "const" in result:
        result["enum"] = [result.pop("const")]
    if "examples" in result:
        result["example"] = result.pop("examples")[0]
    if "exclusiveMinimum" in result:
        result["minimum"] = result.pop("exclusiveMinimum") + 1
    if "$ref" in result:
        return {"$ref": result["$ref"]}
    return _nested(result, name)


def _nested(schema: dict[str, Any], name: str) -> dict[str, Any]:
    if "properties" in schema:
        schema["properties"] = {
            key: narrowed(each, f"{name}.{key}") for key, each in schema["properties"].items()
        }
    if "items" in schema:
        schema["items"] = narrowed(schema["items"], f"{name}[]")
    return schema


def parameters(route: Route) -> list[dict[str, Any]]:
    """The operation's parameters: those in its path, then query and headers as declared."""
    declared: list[dict[str, Any]] = [
        {"name": part[1:-1], "in": "path", "required": True, "schema": {"type": "string"}}
        for part in route.path.split("/")
        if part.startswith("{")
    ]
    for place, model in (("query", route.query), ("header", route.headers)):
        declared += _declared(model, place) if model else []
    return declared


def _declared(model: type[BaseModel], place: str) -> list[dict[str, Any]]:
    schema = model.model_json_schema(ref_template=REFERENCE)
    required, definitions = schema.get("required", []), schema.get("$defs", {})
    declared = []
    for name, each in schema["properties"].items():
        shape = narrowed(each, name)
        if "$ref" in shape:
            shape = narrowed(definitions[shape["$ref"].rsplit("/", 1)[-1]], name)
        description = each.get("description") or shape.pop("description", "")
        shape.pop("description", None)
        if each.get("default"):
            shape["default"] = each["default"]
        declared.append(
            {
                "name": name,
                "in": place,
                "required": name in required,
                "description": description,
                "schema": shape,
            }
        )
    return declared
