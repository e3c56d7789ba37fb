"""A service's own modules in the working tree, compiled to check that they are Python."""

import warnings
from dataclasses import dataclass
from pathlib import Path

from tools.build.packages.code import broken, own_modules


@dataclass(frozen=True)
class Sources:
    """Path in the package → text, for the modules that a package would have."""

    modules: dict[str, str]

    def differing(self, other: "Sources") -> list[str]:
        """Modules that differ, or that one of the two lacks."""
        names = self.modules.keys() | other.modules.keys()
        return sorted(name for name in names if self.modules.get(name) != other.modules.get(name))


def sources_of(service: str, root: Path) -> Sources:
    """The modules; BrokenModuleError with file and line when one does not compile."""
    return Sources({str(path): _text(root, path) for path in own_modules(service, root)})


def _text(root: Path, path: Path) -> str:
    try:
        text = (root / path).read_bytes().decode()
        with warnings.catch_warnings(action="ignore"):
            compile(text, str(path), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        raise broken(path, error) from error
    return text
