"""The packages that a changed module reaches, by the import graph of the tree."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import grimp

PACKAGES = ("services", "shared", "tools", "embedded_aws")
DEPLOYS = ("tools.deploy", "tools.build")
"""The tools that decide what every root is given."""


class Imports:
    """The import graph of the tree in which the command runs."""

    def __init__(self, packages: Iterable[str] = PACKAGES) -> None:
        self._packages = tuple(packages)

    @cached_property
    def _graph(self) -> grimp.ImportGraph:
        first, *rest = self._packages
        return grimp.build_graph(first, *rest, cache_dir=None)

    def services(self, module: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each service that imports the module, with the chain of imports that leads to it."""
        for service in sorted(self._graph.find_children("services")):
            if chain := self._chain(service, module):
                yield service.removeprefix("services."), chain

    def deployment(self, module: str) -> tuple[str, ...]:
        """The chain by which a tool of deployments imports it; empty without one."""
        return next((chain for each in DEPLOYS if (chain := self._chain(each, module))), ())

    def knows(self, module: str) -> bool:
        """Whether the module is there; one that was deleted is not."""
        return module in self._graph.modules

    def _chain(self, package: str, module: str) -> tuple[str, ...]:
        if module == package or module.startswith(f"{package}."):
            return (module,)
        if module not in self._graph.modules:
            return ()
        chains = self._graph.find_shortest_chains(package, module, as_packages=True)
        return min(chains, key=len, default=())


def module_of(path: Path) -> str:
    """`shared/auth/tokens.py` → `shared.auth.tokens`."""
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
