"""Source texts that Python's library compiles during imports, compiled ahead by the build.

Python writes the methods of a dataclass and of a named tuple as text, and keeps annotations as
text: 800 of them in a start, an eighth of it. Equal texts are always equal code.
"""

import collections
import dataclasses
import marshal
import typing
from collections.abc import Callable
from pathlib import Path
from types import CodeType
from typing import Any

TEXTS = "texts.bin"
"""Name of the table that the build writes: code by text."""
EXEC, EVAL = "exec", "eval"

Compile = Callable[[str, str], CodeType]
"""The code of a text, in the mode of Python's own `compile`."""


def compiled(text: str, mode: str) -> CodeType:
    """The text, compiled as the library does it."""
    code: CodeType = compile(text, "<string>", mode, dont_inherit=True)
    return code


def by_table(table: dict[str, dict[str, CodeType]]) -> Compile:
    """Takes the code from the table, or compiles a text that is not in it."""
    return lambda text, mode: table[mode].get(text) or compiled(text, mode)


def begin(folder: str) -> None:
    """Use the table of the package in that folder."""
    table = marshal.loads(Path(folder, TEXTS).read_bytes())  # noqa: S302 - our build
    use(by_table(table))


def use(code_of: Compile) -> None:
    """Let the library take its code from here."""

    def execute(text: str, *scopes: Any) -> None:
        exec(code_of(text, EXEC), *scopes)  # noqa: S102 - the library's own text

    def evaluate(text: str, *scopes: Any) -> Any:
        return eval(code_of(text, EVAL), *scopes)  # noqa: S307 - the library's own text

    # A module's own name comes before the builtin of that name.
    vars(dataclasses)["exec"] = execute
    vars(collections)["eval"] = evaluate
    vars(typing)["compile"] = lambda text, _, mode: code_of(text, mode)


def end() -> None:
    """Let the library compile by itself again."""
    for module, name in ((dataclasses, "exec"), (collections, "eval"), (typing, "compile")):
        vars(module).pop(name, None)
