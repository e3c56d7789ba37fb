"""The API's models as validators: JSON Schema draft 4, as API Gateway checks it.

API Gateway developer guide, "Request validation for REST APIs"; minItems and maxItems are not
checked there.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

from embedded_aws.gateway.json_body import parsed

type Message = Callable[[Any, Any, ValidationError], str]

UNCHECKED = {"minItems", "maxItems", "example", "$schema"}
TYPES: Mapping[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


class Models:
    """Validators by the name of their model."""

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        held = {f"urn:model:{name}": _adapted(schema) for name, schema in schemas.items()}
        resources = [(name, DRAFT4.create_resource(schema)) for name, schema in held.items()]
        registry: Registry[Any] = Registry().with_resources(resources)
        self._validators = {
            name: Draft4Validator({"$ref": f"urn:model:{name}"}, registry=registry)
            for name in schemas
        }

    def faults(self, model: str, body: bytes) -> str | None:
        """What is wrong with the body, in API Gateway's words; None when nothing is."""
        validator = self._validators.get(model)
        if validator is None:
            return None
        try:
            faults = list(_told(validator.iter_errors(parsed(body))))
        except (ValueError, RecursionError):  # a model that refers to itself goes as deep as a body
            return "[Invalid JSON]"
        return f"[{', '.join(faults)}]" if faults else None


def _adapted(value: Any, *, named: bool = False) -> Any:
    """The schema without what is not checked, its references by the models' names."""
    if isinstance(value, dict):
        return {
            key: f"urn:model:{held.rsplit('/', 1)[-1]}"
            if key == "$ref" and isinstance(held, str)
            else _adapted(held, named=key == "properties")
            for key, held in value.items()
            if named or key not in UNCHECKED
        }
    return [_adapted(held) for held in value] if isinstance(value, list) else value


def _told(errors: Iterable[ValidationError]) -> Iterable[str]:
    """One message per fault; missing properties of one object together."""
    missing: dict[tuple[Any, ...], list[str]] = {}
    for error in errors:
        if error.validator == "required":
            wanted, found = cast("list[str]", error.validator_value), cast("Any", error.instance)
            names = [name for name in wanted if name not in found]
            missing[tuple(error.absolute_path)] = names
        else:
            yield _message(error)
    for names in missing.values():
        yield f"object has missing required properties ({_listed(names)})"


def _listed(names: Iterable[Any]) -> str:
    return json.dumps(list(names), separators=(",", ":"))


def _message(error: ValidationError) -> str:
    told = MESSAGES.get(str(error.validator))
    return told(error.validator_value, error.instance, error) if told else str(error.message)


def _type(wanted: Any, found: Any, _: ValidationError) -> str:
    allowed = _listed([wanted] if isinstance(wanted, str) else wanted)
    kind = TYPES.get(type(found), "object")
    return f"instance type ({kind}) does not match any allowed primitive type (allowed: {allowed})"


def _extra(_: Any, found: Any, error: ValidationError) -> str:
    schema = cast("Mapping[str, Any]", error.schema)
    extra = sorted(set(found) - set(schema.get("properties", {})))
    return f"object instance has properties which are not allowed by the schema: {_listed(extra)}"


def _enum(wanted: Any, found: Any, _: ValidationError) -> str:
    values = _listed(wanted)
    return f"instance value ({json.dumps(found)}) not found in enum (possible values: {values})"


def _numeric(what: str, name: str) -> Message:
    def told(wanted: Any, found: Any, _: ValidationError) -> str:
        return f"numeric instance is {what} the required {name} ({name}: {wanted}, found: {found})"

    return told


def _length(what: str, name: str) -> Message:
    def told(wanted: Any, found: Any, _: ValidationError) -> str:
        return f"string {json.dumps(found)} is too {what} (length: {len(found)}, {name}: {wanted})"

    return told


def _pattern(wanted: Any, found: Any, _: ValidationError) -> str:
    return f"ECMA 262 regex {json.dumps(wanted)} does not match input string {json.dumps(found)}"


MESSAGES: Mapping[str, Message] = {
    "type": _type,
    "additionalProperties": _extra,
    "enum": _enum,
    "minimum": _numeric("lower than", "minimum"),
    "maximum": _numeric("greater than", "maximum"),
    "minLength": _length("short", "required minimum"),
    "maxLength": _length("long", "maximum allowed"),
    "pattern": _pattern,
}
