"""The difference of a function and its mutant, which mutmut writes into one module."""

import ast
from difflib import unified_diff
from functools import cache
from pathlib import Path

type Function = ast.FunctionDef | ast.AsyncFunctionDef
ORIGINAL = "orig"
SENTENCE_WORDS = 3
EXPRESSION = set("=<>:#$")


class Difference:
    """A function and one mutant of it."""

    def __init__(self, path: Path, mutant: str) -> None:
        name, _, self.number = mutant.rpartition(".")[2].rpartition("__mutmut_")
        functions = _functions(path)
        self._before = functions[f"{name}__mutmut_{ORIGINAL}"]
        self._after = functions[f"{name}__mutmut_{self.number}"]
        self.function = name.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")

    @property
    def text(self) -> str:
        """The changed lines, parameters among them, without those around."""
        before, after = (
            [line for part in (each.args, *each.body) for line in ast.unparse(part).splitlines()]
            for each in (self._before, self._after)
        )
        lines = unified_diff(before, after, lineterm="", n=0)
        changed = [f"{line[0]} {line[1:].strip()}" for line in list(lines)[2:]]
        return "\n".join(line for line in changed if not line.startswith("@"))

    @property
    def wording(self) -> bool:
        """Whether the mutant only spells a sentence differently, which no program reads."""
        before, after = list(ast.walk(self._before)), list(ast.walk(self._after))
        if [type(node) for node in before] != [type(node) for node in after]:
            return False
        changed = [
            (one.value, other.value)
            for one, other in zip(before, after, strict=True)
            if isinstance(one, ast.Constant)
            and isinstance(other, ast.Constant)
            and one.value != other.value
        ]
        in_f_strings = {
            each.value
            for node in before
            if isinstance(node, ast.JoinedStr)
            for each in node.values
            if isinstance(each, ast.Constant)
        }
        return len(changed) == 1 and _sentence(*changed[0], part=changed[0][0] in in_f_strings)


def _sentence(before: object, after: object, *, part: bool) -> bool:
    """Told from keys and expressions by its words, and by a capital or a place in an f-string."""
    if not isinstance(before, str) or not isinstance(after, str):
        return False
    words = len(before.split()) >= SENTENCE_WORDS and not set(before) & EXPRESSION
    return words and (part or before[:1].isupper())


@cache
def _functions(path: Path) -> dict[str, Function]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name: node for node in ast.walk(tree) if isinstance(node, kinds)}
