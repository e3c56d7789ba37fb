"""The reader of Terraform's language for tools and tests: files as plain values."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import hcl2
from lark.exceptions import LarkError

from tools.command import CommandError

BLOCK_MARK = "__is_block__"
OPEN = "${"
"""Where an expression begins: what stands in it is unknown until it is planned."""


def read(path: Path) -> dict[str, Any]:
    """A file's blocks and attributes; CommandError with the place for invalid HCL."""
    try:
        return parsed(path.read_text(encoding="utf-8"))
    except LarkError as error:
        raise CommandError(f"{path} is not valid: {error}; run `terraform fmt` on it") from error


def parsed(text: str) -> dict[str, Any]:
    """The blocks and attributes in a text."""
    plain: dict[str, Any] = _plain(_raw(text))
    return plain


@lru_cache(maxsize=1024)
def _raw(text: str) -> dict[str, Any]:
    """As hcl2 reads it, which is slow: for each environment and commit the same files are read."""
    raw: dict[str, Any] = hcl2.loads(text)
    return raw


def _plain(value: Any) -> Any:
    """The value without the quotes and marks that hcl2 adds."""
    if isinstance(value, dict):
        pairs = value.items()
        return {_unquoted(key): _plain(inner) for key, inner in pairs if key != BLOCK_MARK}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return _unquoted(value) if isinstance(value, str) else value


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text))
    except ValueError:  # an expression with quotes of its own
        return text.strip('"')
