"""All paths in a condition."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from embedded_aws.dynamodb.expressions.paths import Path


def paths_in(part: Any) -> Iterator[Path]:
    """The document paths in a condition, an operand, or several of them."""
    if isinstance(part, Path):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from paths_in(each)
    elif is_dataclass(part):
        for field in fields(part):
            yield from paths_in(getattr(part, field.name))
