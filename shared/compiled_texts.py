"""Texts that Python's library compiles while modules are imported, compiled ahead by the build.

Python writes the methods of a dataclass and of a named tuple as text, and keeps annotations as
text: 800 of them in a start, an eighth of it. The same text is always the same code.
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
"""What the build has compiled, code by text; absent outside Lambda."""
EXEC, EVAL = "exec", "eval"

Compile = Callable[[str, str], CodeType]
"""The code of a text, in the mode of Python's own `compile`."""


def compiled(text: str, mode: str) -> CodeType:
    """The text, compiled as the library does it."""
    code: CodeType = compile(text, "<string>", mode, dont_inherit=True)
    return code


def by_table(table: dict[str, dict[str, CodeType]]) -> Compile:
    """Takes the code from the table; a text that is not in it is compiled as ever."""
    return lambda text, mode: table[mode].get(text) or compiled(text, mode)


def use_those_of(root: str) -> None:
    """Use the table of the package unpacked there, if it has one."""
    file = Path(root, TEXTS)
    if root and file.exists():
        use(by_table(marshal.loads(file.read_bytes())))  # noqa: S302 - our build


def use(code_of: Compile) -> None:
    """Let the library have its code from here; where it does not ask, nothing changes."""

    def execute(text: str, *scopes: Any) -> None:
        exec(code_of(text, EXEC), *scopes)  # noqa: S102 - the library's own text

    def evaluate(text: str, *scopes: Any) -> Any:
        return eval(code_of(text, EVAL), *scopes)  # noqa: S307 - the library's own text

    vars(dataclasses)["exec"] = execute
    vars(collections)["eval"] = evaluate
    vars(typing)["compile"] = lambda text, _, mode: code_of(text, mode)


def leave() -> None:
    """Let the library compile for itself again."""
    for module, name in ((dataclasses, "exec"), (collections, "eval"), (typing, "compile")):
        vars(module).pop(name, None)
