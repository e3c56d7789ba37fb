"""The place and reason why new code does not start, in one line."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

_PREAMBLE = re.compile(
    r"(RequestId: \S+ Error|(Unable to import|Syntax error in) module '[^']*'): "
)
_FRAME = re.compile(r'File "(?:[^"]*/)?((?:services|shared)/[^"]+\.py)", line (\d+)')
_NO_MODULE = re.compile(r"No module named '([^']+)'")
_NO_NAME = re.compile(
    r"cannot import name '([^']+)' from (?:partially initialized module )?'([^']+)'"
)


def sentence_of(failure: Mapping[str, Any], modules: Mapping[str, str]) -> str:
    """`file, line n: error: message`, as far as Lambda's answer and the code say."""
    kind = failure.get("errorType")
    said = _PREAMBLE.sub("", str(failure.get("errorMessage")), count=1)
    place = _frame(failure) or _import(said, modules)
    return f"{place}: {kind}: {said}" if place else f"{kind}: {said}"


def _frame(failure: Mapping[str, Any]) -> str | None:
    """The last frame of the traceback in our own code."""
    frames = _FRAME.findall("\n".join(map(str, failure.get("stackTrace") or [])))
    return "{}, line {}".format(*frames[-1]) if frames else None


def _import(message: str, modules: Mapping[str, str]) -> str | None:
    """The line of the failed import, which Lambda does not report."""
    if match := _NO_NAME.search(message):
        names_missing = {f"{match[2]}.{match[1]}"}
    elif match := _NO_MODULE.search(message):
        names_missing = {match[1]}
    else:
        return None
    for path, text in modules.items():
        for line, names in _imports(ast.parse(text)):
            if names & names_missing:
                return f"{path}, line {line}"
    return None


def _imports(tree: ast.AST) -> Iterator[tuple[int, set[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield node.lineno, {part for alias in node.names for part in _parents(alias.name)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield node.lineno, names | set(_parents(node.module))


def _parents(name: str) -> Iterator[str]:
    """`a.b.c`, `a.b` and `a`: any of them may be missing."""
    while name:
        yield name
        name = name.rpartition(".")[0]
