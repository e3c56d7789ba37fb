"""The API's models as validators: JSON Schema draft 4, as API Gateway validates it.

API Gateway developer guide, "Request validation for REST APIs"; it does not validate minItems and
maxItems. Its quotas name no most of faults in one answer; here there is one (LISTED).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Any, cast

from jsonschema import Draft4Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT4

from embedded_aws.gateway.json_body import parsed

type Message = Callable[[Any, Any, ValidationError], str]

LISTED = 100
"""The most faults that are looked for: a long list of wrong members must not occupy the gateway."""
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
        adapted = {f"urn:model:{name}": _adapted(schema) for name, schema in schemas.items()}
        resources = [(name, DRAFT4.create_resource(schema)) for name, schema in adapted.items()]
        registry: Registry[Any] = Registry().with_resources(resources)
        self._validators = {
            name: Draft4Validator({"$ref": f"urn:model:{name}"}, registry=registry)
            for name in schemas
        }

    def faults(self, model: str, body: bytes) -> str | None:
        """The body's faults, in API Gateway's words; None without any."""
        validator = self._validators.get(model)
        if validator is None:
            return None
        try:
            errors = validator.iter_errors(parsed(body))
            faults = list(_told(islice(errors, LISTED)))
            if next(errors, None):
                faults.append(f"more than {LISTED} faults")
        except (ValueError, RecursionError):  # a model that refers to itself goes as deep as a body
            return "[Invalid JSON]"
        return f"[{', '.join(faults)}]" if faults else None


def _adapted(value: Any, *, named: bool = False) -> Any:
    """The schema without unsupported keywords, and with references by models' names."""
    if isinstance(value, dict):
        return {
            key: f"urn:model:{item.rsplit('/', 1)[-1]}"
            if key == "$ref" and isinstance(item, str)
            else _adapted(item, named=key == "properties")
            for key, item in value.items()
            if named or key not in UNCHECKED
        }
    return [_adapted(item) for item in value] if isinstance(value, list) else value


def _told(errors: Iterable[ValidationError]) -> Iterable[str]:
    """One message per fault; missing properties of one object together."""
    missing: dict[tuple[Any, ...], list[str]] = {}
    for error in errors:
        if error.validator == "required":
            required, instance = (
                cast("list[str]", error.validator_value),
                cast("Any", error.instance),
            )
            names = [name for name in required if name not in instance]
            missing[tuple(error.absolute_path)] = names
        else:
            yield _message(error)
    for names in missing.values():
        yield f"object has missing required properties ({_listed(names)})"


def _listed(names: Iterable[Any]) -> str:
    return json.dumps(list(names), separators=(",", ":"))


def _message(error: ValidationError) -> str:
    text = MESSAGES.get(str(error.validator))
    return text(error.validator_value, error.instance, error) if text else str(error.message)


def _type(expected: Any, instance: Any, _: ValidationError) -> str:
    allowed = _listed([expected] if isinstance(expected, str) else expected)
    kind = TYPES.get(type(instance), "object")
    return f"instance type ({kind}) does not match any allowed primitive type (allowed: {allowed})"


def _extra(_: Any, instance: Any, error: ValidationError) -> str:
    schema = cast("Mapping[str, Any]", error.schema)
    extra = sorted(set(instance) - set(schema.get("properties", {})))
    return f"object instance has properties which are not allowed by the schema: {_listed(extra)}"


def _enum(expected: Any, instance: Any, _: ValidationError) -> str:
    values = _listed(expected)
    return f"instance value ({json.dumps(instance)}) not found in enum (possible values: {values})"


def _numeric(what: str, name: str) -> Message:
    def message(expected: Any, value: Any, _: ValidationError) -> str:
        return (
            f"numeric instance is {what} the required {name} ({name}: {expected}, found: {value})"
        )

    return message


def _length(what: str, name: str) -> Message:
    def message(expected: Any, value: Any, _: ValidationError) -> str:
        return (
            f"string {json.dumps(value)} is too {what} (length: {len(value)}, {name}: {expected})"
        )

    return message


def _pattern(expected: Any, instance: Any, _: ValidationError) -> str:
    return (
        f"ECMA 262 regex {json.dumps(expected)} does not match input string {json.dumps(instance)}"
    )


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
