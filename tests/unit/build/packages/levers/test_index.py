"""Modules found by the build's index."""

import html
import importlib
import importlib.util
import inspect
import py_compile
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tools.build.packages.levers.index import INDEX, Compiled, Index, Library, begin

SOURCES = {"sample/__init__.py": "", "sample/part.py": "def answer():\n    return 42\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A package as the build leaves it: sources, their compiled forms, and the index."""
    for name, source in SOURCES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source)
        py_compile.compile(str(path), doraise=True)
    (tmp_path / INDEX).write_text("sample/__init__\nsample/part\n")
    return tmp_path


def indexed(root: Path) -> Index:
    return Index(str(root), frozenset((root / INDEX).read_text().splitlines()))


def loaded(finder: Index | Library, name: str, path: list[str] | None = None) -> ModuleType:
    spec = finder.find_spec(name, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_module_is_loaded_as_it_was_compiled(root: Path) -> None:
    (root / "sample/part.py").write_text("def answer():\n    return 'changed'\n")

    assert loaded(indexed(root), "sample.part").answer() == 42


def test_a_package_knows_where_its_parts_are(root: Path) -> None:
    package = loaded(indexed(root), "sample")

    assert list(package.__path__) == [str(root / "sample")]
    assert package.__file__ == str(root / "sample/__init__.py")


def test_its_source_is_found_for_tracebacks(root: Path) -> None:
    module = loaded(indexed(root), "sample.part")

    assert inspect.getsource(module) == SOURCES["sample/part.py"]
    assert module.__cached__ == importlib.util.cache_from_source(str(root / "sample/part.py"))


def test_what_is_not_in_it_is_left_to_python(root: Path) -> None:
    finder = indexed(root)

    assert finder.find_spec("json") is None
    assert finder.find_spec("sample.extension") is None


def test_the_index_is_asked_first_then_pythons_folder(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = list(sys.meta_path)
    monkeypatch.setattr(sys, "meta_path", list(usual))

    begin(str(root))

    first, second, *others = sys.meta_path
    assert (type(first), type(second), others) == (Index, Library, usual)
    assert importlib.import_module("sample.part").answer() == 42


@pytest.mark.parametrize(("name", "parent"), [("html", None), ("html.entities", html.__path__)])
def test_a_module_of_python_is_loaded_from_where_python_is(
    name: str, parent: list[str] | None
) -> None:
    module, usual = loaded(Library(), name, parent), importlib.import_module(name)

    assert isinstance(module.__loader__, Compiled)
    assert (module.__file__, module.__cached__) == (usual.__file__, usual.__cached__)


def test_it_is_found_before_what_a_package_has_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fractions.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))

    assert loaded(Library(), "fractions").Fraction(1, 2) == 0.5


def test_what_is_not_pythons_is_left_to_the_other_finders() -> None:
    assert [Library().find_spec(name) for name in ("pydantic", "services.parcels", "sys")] == [
        None,
        None,
        None,
    ]


def test_a_module_that_was_not_compiled_is_loaded_all_the_same(tmp_path: Path) -> None:
    source = tmp_path / "late.py"
    source.write_text("answer = 42\n")
    spec = importlib.util.spec_from_file_location("late", loader=Compiled("late", str(source)))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.answer == 42
