"""CloudFormation's registry, as cfn-lint has it: what each property of a resource may hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

REGION = "eu-central-1"


@dataclass(frozen=True)
class Schema:
    """One resource's: its definitions, and how Terraform names what it calls otherwise."""

    definitions: Mapping[str, Any]
    names: Mapping[str, str]


def broken(row: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Attribute and what is wrong with it, of a resource whose row in data/schemas.json this is."""
    whole = _whole(row["schema"])
    schema = Schema(whole.get("definitions", {}), row.get("names", {}))
    # What AWS answers with is nobody's to change, and may be a secret.
    answers = {path.rpartition("/")[2] for path in whole.get("readOnlyProperties", ())}
    asked = {name: rule for name, rule in whole["properties"].items() if name not in answers}
    held: Mapping[str, Any] = {"properties": asked}
    if "within" in row:
        held = _resolved(schema, asked[row["within"]])
    yield from _object(schema, held, values, "")


@cache
def _whole(name: str) -> Mapping[str, Any]:
    held: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, name).schema
    return held


def _resolved(schema: Schema, held: Any) -> Mapping[str, Any]:
    while isinstance(held, Mapping) and "$ref" in held:
        held = schema.definitions.get(held["$ref"].rpartition("/")[2], {})
    return held if isinstance(held, Mapping) else {}


def _object(
    schema: Schema, held: Mapping[str, Any], values: Mapping[str, Any], above: str
) -> Iterator[tuple[str, str]]:
    properties = {_letters(name): rule for name, rule in held.get("properties", {}).items()}
    for attribute, value in values.items():
        path = f"{above}{attribute}"
        rule = properties.get(_letters(schema.names.get(path, attribute)))
        if rule is not None:
            yield from _value(schema, _resolved(schema, rule), value, path)


def _value(
    schema: Schema, rule: Mapping[str, Any], value: Any, path: str
) -> Iterator[tuple[str, str]]:
    """Terraform has a list with one block where AWS has an object; 0 and -1 mean not set."""
    if value in (None, "", 0, -1, [], {}) or isinstance(value, bool):
        return
    if isinstance(value, list):
        if rule.get("type") == "array" or "items" in rule:
            if said := _count(rule, value):
                yield path, said
            rule = _resolved(schema, rule.get("items", {}))
        for each in value:
            yield from _value(schema, rule, each, path)
    elif isinstance(value, Mapping):
        yield from _object(schema, rule, value, f"{path}.")
    elif said := _scalar(rule, value):
        yield path, said


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _count(rule: Mapping[str, Any], value: list[Any]) -> str | None:
    most = rule.get("maxItems")
    return f"has {len(value)} entries of {most}" if most and len(value) > most else None


def _scalar(rule: Mapping[str, Any], value: Any) -> str | None:
    text = str(value)
    if "enum" in rule and text not in map(str, rule["enum"]):
        return f"is {text}; it is one of {', '.join(map(str, rule['enum']))}"
    if isinstance(value, str):
        return _text(rule, value)
    least, most = rule.get("minimum"), rule.get("maximum")
    if least is not None and value < least:
        return f"is {text}; it is {least} or more"
    return f"is {text}; it is {most} or less" if most is not None and value > most else None


def _text(rule: Mapping[str, Any], value: str) -> str | None:
    least, most = rule.get("minLength", 0), rule.get("maxLength")
    if len(value) < least or (most is not None and len(value) > most):
        return f"has {len(value)} characters; AWS takes {least} to {most or 'more'}"
    pattern = rule.get("pattern")
    if pattern and not _matches(pattern, value):
        return f"is {value!r}, which does not fit {pattern}"
    return None


def _matches(pattern: str, value: str) -> bool:
    """Patterns are Java's: one that Python cannot read is not judged."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True
