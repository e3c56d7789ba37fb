"""Edits of the real roots, each a danger of one kind or harmless."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.command import CommandError

FOLDER = Path(__file__).parent
"""Here are the edits of the platform's and the gateway's roots."""
OF_SERVICES = "services/*/checks/reviews/*.toml"
"""The edits that know a service."""


@dataclass(frozen=True)
class Edit:
    """One text in place of another in a file, or a text at its end."""

    file: str
    find: str = ""
    replace: str = ""
    add: str = ""

    def fits(self, tree: Path) -> bool:
        """Whether the text that it replaces is there."""
        path = tree / self.file
        return self.find in (path.read_text(encoding="utf-8") if path.exists() else "")

    def apply(self, tree: Path) -> None:
        """Change the file; CommandError when the text is not there."""
        if not self.fits(tree):
            raise CommandError(f"{self.file} has no text {self.find!r}; mend the fixture")
        path = tree / self.file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = before.replace(self.find, self.replace) if self.find else before
        if path.is_symlink():
            path.unlink()
        path.write_text(after + self.add, encoding="utf-8")


@dataclass(frozen=True)
class Fixture:
    """A change of a root, and the kind of danger that it is; empty for a harmless one."""

    name: str
    root: str
    kind: str = ""
    edits: tuple[Edit, ...] = ()
    outside: Mapping[str, Any] = field(default_factory=dict)
    """A call of AWS that nobody told Terraform of: service, operation, arguments."""
    new_code: bool = False
    """Whether the service's package is another one."""


def files() -> list[Path]:
    """The files of all fixtures in the tree."""
    return [*sorted(FOLDER.glob("*.toml")), *sorted(Path().glob(OF_SERVICES))]


def read(path: Path) -> list[Fixture]:
    """The fixtures of a file; CommandError names the one that is malformed."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        return [_fixture(each) for each in content["change"]]
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise CommandError(
            f"{path} has no fixtures as tools/measure/reviews has: {error}"
        ) from error


def _fixture(each: Mapping[str, Any]) -> Fixture:
    edits = each.get("edit", [])
    alone = {name: each[name] for name in ("file", "find", "replace", "add") if name in each}
    edits = [alone, *edits] if alone else edits
    return Fixture(
        name=each["name"],
        root=each["root"],
        kind=each.get("kind", ""),
        edits=tuple(Edit(**edit) for edit in edits),
        outside=each.get("outside", {}),
        new_code=each.get("new_code", False),
    )
