"""Modules of Python's that packages import at their top and no request looks into.

They run when something does. One that is needed after all costs its time and breaks nothing.
"""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader

LAZY = frozenset({
    "configparser", "email.header", "mimetypes", "shutil", "signal", "tokenize", "zipfile",
})  # fmt: skip


class LazyFinder:
    """Finds these modules as the other finders do, and lets Python's LazyLoader load them."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where the module is; None for all others."""
        if name not in LAZY:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        specs = (finder.find_spec(name, path, target) for finder in others)  # type: ignore[arg-type]
        spec = next(filter(None, specs), None)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def begin(folder: str) -> None:
    """Find these modules before all other finders do."""
    del folder
    sys.meta_path.insert(0, LazyFinder())


def end() -> None:
    """Nothing to undo: modules may be imported at any time."""
