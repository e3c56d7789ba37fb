"""Finds a package's modules by an index that the build wrote, and Python's own where they are.

A cold start imports 380 modules; searching all folders for each, and asking whether its compiled
form is up to date, costs 20 ms. Sources stay beside them, for tracebacks.
"""

import marshal
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from io import FileIO
from pathlib import Path
from types import CodeType

INDEX = "modules.txt"
"""The list of compiled modules, a path without its suffix on each line; absent outside Lambda."""
HEADER_BYTES = 16
"""In front of the code in a .pyc (PEP 552)."""


class Compiled(SourceFileLoader):
    """Loads code that was compiled ahead, without comparing it with its source."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The module's code; compiled now if it was not compiled ahead."""
        folder, _, file = self.path.rpartition("/")
        try:
            with FileIO(cached(folder, file.removesuffix(".py"))) as compiled:
                code: CodeType = marshal.loads(compiled.read()[HEADER_BYTES:])  # noqa: S302 - our build
        except FileNotFoundError:
            return super().get_code(fullname)
        return code


class Index:
    """The modules under one root, by name."""

    def __init__(self, root: str, paths: frozenset[str]) -> None:
        self._root = root
        self._paths = paths

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """The spec of a module of the package; None for other modules."""
        del path, target
        base = name.replace(".", "/")
        if base in self._paths:
            return self._spec(name, *base.rpartition("/")[::2])
        if f"{base}/__init__" in self._paths:
            return self._spec(name, base, "__init__")
        return None

    def _spec(self, name: str, folder: str, stem: str) -> ModuleSpec:
        folder = f"{self._root}/{folder}".rstrip("/")
        file = f"{folder}/{stem}.py"
        spec = ModuleSpec(name, Compiled(name, file), origin=file, is_package=stem == "__init__")
        spec.has_location = True
        spec.cached = cached(folder, stem)
        if spec.submodule_search_locations is not None:
            spec.submodule_search_locations.append(folder)
        return spec


class Library:
    """Python's own modules, where they are: the package's folders are not searched for them."""

    def __init__(self) -> None:
        folder = str(Path(os.__file__).parent)
        self._path = [folder, f"{folder}/lib-dynload"]

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> ModuleSpec | None:
        """The spec of a module of Python's library; None for other modules."""
        del target
        if name.partition(".")[0] not in sys.stdlib_module_names:
            return None
        spec = PathFinder.find_spec(name, path or self._path)
        if spec and spec.origin and isinstance(spec.loader, SourceFileLoader):
            spec.loader = Compiled(name, spec.origin)
        return spec


def cached(folder: str, stem: str) -> str:
    """The path of a module's compiled file."""
    return f"{folder}/__pycache__/{stem}.{sys.implementation.cache_tag}.pyc"


def begin(folder: str) -> None:
    """Search the package's index first, then Python's library, then all other finders."""
    paths = Path(folder, INDEX).read_text(encoding="utf-8").splitlines()
    sys.meta_path[:0] = [Index(folder, frozenset(paths)), Library()]


def end() -> None:
    """Nothing to undo: modules may be imported at any time."""
