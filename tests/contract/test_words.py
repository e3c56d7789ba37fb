"""Docstrings begin with a noun, and names say what a thing is, not what happened to it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("embedded_aws", "services", "shared", "tests", "tools")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
EMPTY_BEGINNINGS = ("What ", "Those ", "Its ", "The same ")
PARTICIPLES = {"asked", "found", "held", "kept", "made", "shown", "told", "wanted"}
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def empty_docstrings(tree: ast.Module) -> Iterator[str]:
    """The docstrings that begin with a pronoun: the reader does not know yet what it stands for."""
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED):
            docstring = ast.get_docstring(node) or ""
            if docstring.startswith(EMPTY_BEGINNINGS):
                yield docstring


def participles(tree: ast.Module) -> Iterator[str]:
    """Variables, parameters and fields whose name is a participle, with their line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                pass
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                pass
            case ast.ExceptHandler(name=str(name)):
                pass
            case _:
                continue
        if name in PARTICIPLES:
            yield f"{name} in line {node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_docstrings_begin_with_a_noun_and_names_are_nouns(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert list(empty_docstrings(tree)) == []
    assert list(participles(tree)) == []


def test_every_kind_of_name_is_looked_at() -> None:
    tree = ast.parse(
        'def f(found):\n    """What it is."""\n    for held in found:\n        pass\n'
        "    [told for told in found]\n    match found:\n        case [*held]:\n            pass\n"
        "        case told:\n            pass\n    try:\n        pass\n"
        "    except OSError as found:\n        pass\n"
    )

    assert list(empty_docstrings(tree)) == ["What it is."]
    assert sorted(participles(tree)) == sorted(
        f"{name} in line {line}"
        for name, line in [
            ("found", 1),
            ("held", 3),
            ("told", 5),
            ("held", 7),
            ("told", 9),
            ("found", 13),
        ]
    )
