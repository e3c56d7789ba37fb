"""CloudFormation's registry, from cfn-lint: the values that a resource's properties may have."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

REGION = "eu-central-1"


@dataclass(frozen=True)
class Schema:
    """A resource type's definitions, and its names that differ from Terraform's."""

    definitions: Mapping[str, Any]
    names: Mapping[str, str]


def broken(row: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Attributes that break the schema of their row in data/schemas.json, each with the reason."""
    whole = _whole(row["schema"])
    schema = Schema(whole.get("definitions", {}), row.get("names", {}))
    # What AWS answers with is nobody's to change, and may be a secret.
    answers = {path.rpartition("/")[2] for path in whole.get("readOnlyProperties", ())}
    writable = {name: rule for name, rule in whole["properties"].items() if name not in answers}
    root: Mapping[str, Any] = {"properties": writable}
    if "within" in row:
        root = _resolved(schema, writable[row["within"]])
    yield from _object(schema, root, values, "")


@cache
def _whole(name: str) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(REGION, name).schema
    return schema


def _resolved(schema: Schema, rule: Any) -> Mapping[str, Any]:
    while isinstance(rule, Mapping) and "$ref" in rule:
        rule = schema.definitions.get(rule["$ref"].rpartition("/")[2], {})
    return rule if isinstance(rule, Mapping) else {}


def _object(
    schema: Schema, rule_set: Mapping[str, Any], values: Mapping[str, Any], above: str
) -> Iterator[tuple[str, str]]:
    properties = {_letters(name): rule for name, rule in rule_set.get("properties", {}).items()}
    for attribute, value in values.items():
        path = f"{above}{attribute}"
        rule = properties.get(_letters(schema.names.get(path, attribute)))
        if rule is not None:
            yield from _value(schema, _resolved(schema, rule), value, path)


def _value(
    schema: Schema, rule: Mapping[str, Any], value: Any, path: str
) -> Iterator[tuple[str, str]]:
    """Faults of one value; Terraform writes an object as a list of one, and unset as 0 or -1."""
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
    """Whether the text matches; a pattern that is Java's and not Python's always matches."""
    try:
        return re.search(pattern, value) is not None
    except re.error:
        return True
