"""Modules of Python's that packages import at their top and no request looks into.

They run when something does: about 3 % of a cold start. One that is needed after all costs its
time and breaks nothing.
"""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader

UNOPENED = frozenset({
    "configparser", "email.header", "mimetypes", "shutil", "signal", "tokenize", "zipfile",
})  # fmt: skip


class UnopenedFinder:
    """Finds these modules as the other finders do, and lets Python's LazyLoader load them."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Where the module is; None for all others."""
        if name not in UNOPENED:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        found = (finder.find_spec(name, path, target) for finder in others)  # type: ignore[arg-type]
        spec = next((each for each in found if each), None)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec
