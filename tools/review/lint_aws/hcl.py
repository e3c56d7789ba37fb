"""Terraform's sources, with the literal values that need no plan."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hcl2
from lark.exceptions import LarkError

from tools.command import CommandError
from tools.review.lint_aws.model import Resource, Source, Subject

TERRAFORM = Path("terraform")
OPEN = "${"
NAMED = re.compile(r"\$\{(?:toset\()?((?:local|var)\.\w+)\)?\}")


def read(folder: Path = TERRAFORM) -> Subject:
    """All resources, data and modules below the folder, and the texts of *.tf and *.sql."""
    files = sorted(path for path in folder.rglob("*.tf") if ".terraform" not in path.parts)
    resources = [resource for path in files for resource in _resources(path)]
    texts = [
        Source(str(path), path.read_text(encoding="utf-8"))
        for path in [*files, *sorted(folder.rglob("*.sql"))]
    ]
    return Subject(tuple(resources), (), tuple(texts))


def _resources(path: Path) -> Iterator[Resource]:
    try:
        with path.open(encoding="utf-8") as file:
            parsed = _known(hcl2.load(file))
    except LarkError as error:
        raise CommandError(f"{path} is not valid: {error}; run `terraform fmt` on it") from error
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for block in parsed.get(kind, []):
            for type_, named in block.items():
                for name, values in named.items():
                    yield Resource(f"{path}: {prefix}{type_}.{name}", type_, values)
    for kind in ("module", "locals"):
        for number, block in enumerate(parsed.get(kind, [])):
            yield Resource(f"{path}: {kind} {number + 1}", kind, block)


def _known(value: Any) -> Any:
    """The literals of a value; None for an expression, which only a plan knows."""
    if isinstance(value, Mapping):
        pairs = ((_literal(key), _repeated(item, key)) for key, item in value.items())
        return {key: item for key, item in pairs if key and item is not None}
    if isinstance(value, list):
        return [item for item in map(_known, value) if item is not None]
    return _literal(value) if isinstance(value, str) else value


def _repeated(value: Any, key: str) -> Any:
    """A literal, or for `for_each` also a name such as `local.windows` or `var.metrics`."""
    named = NAMED.fullmatch(value) if key == "for_each" and isinstance(value, str) else None
    return named[1] if named else _known(value)


def _literal(text: str) -> str | None:
    if OPEN in text:
        return None
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:
        return text.strip('"')
