"""Terraform's sources, with the literal values that need no plan."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from tools import hcl
from tools.review.aws_rules.model import Resource, Source, Subject

NAMED = re.compile(r"\$\{(?:toset\()?((?:local|var)\.\w+)\)?\}")


def read(folder: Path) -> Subject:
    """Resources, data, modules and policies below the folder; the texts of *.tf and *.sql."""
    files = sorted(path for path in folder.rglob("*.tf") if _is_read(path))
    resources = [resource for path in files for resource in _resources(path)]
    resources += map(_policy, sorted(folder.rglob("policies/**/*.yaml")))
    texts = [
        Source(str(path), path.read_text(encoding="utf-8"))
        for path in [*files, *sorted(folder.rglob("*.sql"))]
    ]
    return Subject(tuple(resources), (), tuple(texts))


def _is_read(path: Path) -> bool:
    """Whether the file is a source of its own: a link leads to one that is read where it lies."""
    return ".terraform" not in path.parts and not path.is_symlink()


def _resources(path: Path) -> Iterator[Resource]:
    known = _known(hcl.read(path))
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for block in known.get(kind, []):
            for type_, named in block.items():
                for name, values in named.items():
                    yield Resource(f"{path}: {prefix}{type_}.{name}", type_, values)
    for kind in ("module", "locals"):
        for number, block in enumerate(known.get(kind, [])):
            yield Resource(f"{path}: {kind} {number + 1}", kind, block)


def _policy(path: Path) -> Resource:
    """A file of statements as the document that bootstrap/policies.tf makes of it."""
    statements = yaml.safe_load(path.read_text(encoding="utf-8"))
    written = [{**each, "condition": _conditions(each)} for each in statements]
    return Resource(str(path), "aws_iam_policy_document", _known({"statement": written}))


def _conditions(statement: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [
        {"test": test, "variable": variable, "values": values}
        for test, keys in statement.get("when", {}).items()
        for variable, values in keys.items()
    ]


def _known(value: Any) -> Any:
    """The literals of a value; None for an expression, which only a plan knows."""
    if isinstance(value, Mapping):
        pairs = ((key, _repeated(inner, key)) for key, inner in value.items())
        return {key: inner for key, inner in pairs if hcl.OPEN not in key and inner is not None}
    if isinstance(value, list):
        return [inner for inner in map(_known, value) if inner is not None]
    return None if isinstance(value, str) and hcl.OPEN in value else value


def _repeated(value: Any, key: str) -> Any:
    """A literal, or for `for_each` also a name such as `local.windows` or `var.metrics`."""
    named = NAMED.fullmatch(value) if key == "for_each" and isinstance(value, str) else None
    return named[1] if named else _known(value)
