"""Finds the files that a Python file imports, runs or reads, by its source."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PACKAGES = ("services", "shared", "tools", "embedded_aws", "tests")
_WORD = re.compile(r"[\w./*-]+")
_DEFINED = re.compile(r"^(?:async )?def (\w+)", re.MULTILINE)
_MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+")


@cache
def mentions(path: Path, root: Path) -> frozenset[Path]:
    """The mentioned files and folders; a folder stands for all its files. In doubt one more."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    files = {each for name in _imported(tree) for each in _module_files(name, root)}
    for text in _strings(tree):
        for name in [*_MODULE.findall(text), text]:
            files |= {*_module_files(name, root), *_command_file(name, root)}
        files |= {each for word in _words(text) for each in _paths(word, root)}
    return frozenset({*files, *_used_conftests(path, root)})


def conftests(path: Path, root: Path) -> Iterator[Path]:
    """The conftest files that pytest loads for a test."""
    for folder in path.relative_to(root).parents:
        conftest = root / folder / "conftest.py"
        if conftest.is_file() and conftest != path:
            yield conftest


def _used_conftests(path: Path, root: Path) -> Iterator[Path]:
    """The conftest files with a fixture that this file or a nearer one names."""
    text = path.read_text(encoding="utf-8")
    for conftest in conftests(path, root):
        offered = conftest.read_text(encoding="utf-8")
        names = _DEFINED.findall(offered)
        if "autouse" in offered or any(re.search(rf"\b{name}\b", text) for name in names):
            text += offered
            yield conftest


def _module_files(name: str, root: Path) -> Iterator[Path]:
    """The files of a module and of its packages."""
    parts = name.split(".")
    if parts[0] not in PACKAGES:
        return
    for count in range(1, len(parts) + 1):
        folder = root.joinpath(*parts[:count])
        candidates = (folder.with_suffix(".py"), folder / "__init__.py")
        yield from (each for each in candidates if each.is_file())


def _command_file(name: str, root: Path) -> Iterator[Path]:
    """The file that `python -m <name>` runs."""
    parts = name.split(".")
    path = root.joinpath(*parts) / "__main__.py"
    if parts[0] in PACKAGES and path.is_file():
        yield path


def _words(text: str) -> list[str]:
    """The words in a text that may be paths; in a sentence only those that look like one."""
    words = _WORD.findall(text)
    return words if words == [text] else [word for word in words if "/" in word or "." in word]


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal that is no docstring: prose names files that are not read."""
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def _paths(word: str, root: Path) -> Iterator[Path]:
    """The files that a word names: `services/*/main.py` is everything in `services`.

    The word `tests` alone is usually an excluded folder; contract tests read all tests, and run for
    every change.
    """
    plain = word.partition("*")[0].strip("/.")
    if plain and plain != "tests" and (root / plain).exists():
        yield root / plain
