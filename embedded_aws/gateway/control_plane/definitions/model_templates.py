"""Mapping templates from models (API reference, GetModelTemplate)."""

from typing import Any

ROOT = "#set($inputRoot = $input.path('$'))"
SAMPLES = {"string": '"foo"', "integer": "42", "number": "42", "boolean": "true"}
DEEPEST = 20


def template(schema: Any) -> str:
    """A template with a sample value for each property of the schema."""
    return f"{ROOT}\n{_value(schema, '$inputRoot', '')}"


def _value(schema: Any, source: str, indent: str) -> str:
    kind = schema.get("type") if isinstance(schema, dict) else None
    if len(indent) > DEEPEST or kind not in {"object", "array"}:
        return SAMPLES.get(str(kind), "{ }" if kind in {None, "object"} else "null")
    return _object(schema, source, indent) if kind == "object" else _array(schema, source, indent)


def _object(schema: Any, source: str, indent: str) -> str:
    inner = f"{indent}  "
    rows = [
        f'{inner}"{name}" : {_value(each, f"{source}.{name}", inner)}'
        for name, each in (schema.get("properties") or {}).items()
    ]
    return "{ }" if not rows else "{\n" + ",\n".join(rows) + f"\n{indent}}}"


def _array(schema: Any, source: str, indent: str) -> str:
    element = _value(schema.get("items") or {}, "$elem", f"{indent}  ")
    return (
        f"[\n{indent}#foreach($elem in {source})\n{indent}  {element}#if($foreach.hasNext),#end\n"
        f"{indent}#end\n{indent}]"
    )
