"""JSONPath as in `$input.path` and `$input.json`."""

import re
from functools import lru_cache
from typing import Any

from jsonpath_ng.exceptions import JSONPathError
from jsonpath_ng.ext.parser import parse

_INDEFINITE = re.compile(r"\.\.|\*|\[\?|\[[^\]'\"]*[:,]")


class JsonPathError(Exception):
    """The expression is not JSONPath."""


def select(document: Any, expression: str) -> Any:
    """The value of a definite path, None without one; a list for an indefinite path."""
    path = expression if expression.startswith("$") else f"$.{expression}"
    if path == "$":
        return document
    matches = [each.value for each in _parsed(path).find(document)]
    if _INDEFINITE.search(path):
        return matches
    return matches[0] if matches else None


@lru_cache(maxsize=1024)
def _parsed(path: str) -> Any:
    try:
        return parse(path)
    except (JSONPathError, ValueError) as error:  # ValueError: a number without end
        raise JsonPathError(f"{path} is not JSONPath: {error}") from error
