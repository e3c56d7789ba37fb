"""Terraform's sources: resources with the literals that stand there, before anything is planned."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import hcl2
from lark.exceptions import LarkError

from tools.review.lint_aws.errors import LintError
from tools.review.lint_aws.model import Resource, Source, Subject

TERRAFORM = Path("terraform")
OPEN = "${"
NAMED = re.compile(r"\$\{(?:toset\()?((?:local|var)\.\w+)\)?\}")


def read(folder: Path = TERRAFORM) -> Subject:
    """All resources, data and modules below the folder, and the texts of *.tf and *.sql."""
    files = sorted(path for path in folder.rglob("*.tf") if _is_read(path))
    found = [resource for path in files for resource in _resources(path)]
    texts = [
        Source(str(path), path.read_text(encoding="utf-8"))
        for path in [*files, *sorted(folder.rglob("*.sql"))]
    ]
    return Subject(tuple(found), (), tuple(texts))


def _is_read(path: Path) -> bool:
    """Whether the file is a source of its own: a link leads to one that is read where it lies."""
    return ".terraform" not in path.parts and not path.is_symlink()


def _resources(path: Path) -> Iterator[Resource]:
    try:
        with path.open(encoding="utf-8") as file:
            parsed = _known(hcl2.load(file))
    except LarkError as error:
        raise LintError(f"{path} is not valid: {error}; run `terraform fmt` on it") from error
    for kind, prefix in (("resource", ""), ("data", "data.")):
        for block in parsed.get(kind, []):
            for type_, named in block.items():
                for name, values in named.items():
                    yield Resource(f"{path}: {prefix}{type_}.{name}", type_, values)
    for kind in ("module", "locals"):
        for number, block in enumerate(parsed.get(kind, [])):
            yield Resource(f"{path}: {kind} {number + 1}", kind, block)


def _known(value: Any) -> Any:
    """Only literals: an expression is unknown until it is planned."""
    if isinstance(value, Mapping):
        pairs = ((_literal(key), _repeated(held, key)) for key, held in value.items())
        return {key: held for key, held in pairs if key and held is not None}
    if isinstance(value, list):
        return [held for held in map(_known, value) if held is not None]
    return _literal(value) if isinstance(value, str) else value


def _repeated(value: Any, key: str) -> Any:
    """What a block is repeated for may be named: `local.windows`, `var.metrics`."""
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
