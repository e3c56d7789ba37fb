"""Cold-start levers are in the package alone, never in services or `shared`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.build.packages.code import ROOT

BUILTINS = frozenset({"exec", "eval", "compile"})
MODULES = frozenset({"gc", "marshal", "meta_path", "machinery", "BUILTIN_HANDLERS"})
SOURCES = sorted(
    path.relative_to(ROOT)
    for name in ("services", "shared")
    for path in (ROOT / name).rglob("*.py")
)


def tricks(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", None) or ""
            imported = {part for alias in node.names for part in alias.name.split(".")}
            yield from MODULES & {*imported, *module.split(".")}
        elif isinstance(node, ast.Name):
            yield from BUILTINS & {node.id}
        elif isinstance(node, ast.Attribute):
            yield from MODULES & {node.attr}


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_a_source_plays_no_trick_when_it_is_imported(path: Path) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert list(tricks(tree)) == []
