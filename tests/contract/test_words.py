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
FUNCTION_PARTICIPLES = {"found", "held", "told"}


def empty_docstrings(tree: ast.Module) -> Iterator[str]:
    """Docstrings, those of constants too, that begin with a pronoun before there is its noun."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))) if text.startswith(EMPTY_BEGINNINGS):
                yield text


def participles(tree: ast.Module) -> Iterator[str]:
    """Variables, parameters, fields and functions whose name is a participle, with their line."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                pass
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                pass
            case ast.ExceptHandler(name=str(name)):
                pass
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                if name in FUNCTION_PARTICIPLES:
                    yield f"{name} in line {node.lineno}"
                continue
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
        'def told():\n    pass\nMOST = 1\n"""Those that are."""\n'
    )

    assert sorted(empty_docstrings(tree)) == ["Those that are.", "What it is."]
    assert sorted(participles(tree)) == sorted(
        f"{name} in line {line}"
        for name, line in [
            ("found", 1),
            ("held", 3),
            ("told", 5),
            ("held", 7),
            ("told", 9),
            ("found", 13),
            ("told", 15),
        ]
    )
