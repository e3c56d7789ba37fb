"""Rooms: modules with the fast tests that are to kill their mutants."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LISTED = Path(__file__).with_name("rooms.toml")
OF_A_SERVICE = ("model.py", "use_cases.py", "dynamodb.py")
SLOW = ("e2e", "in_any_order", "is_logged", "permissions", "through", "misbehaves")
"""In the names of services' tests that take seconds each: others kill the same mutants."""


@dataclass(frozen=True)
class Room:
    """Modules that are mutated in one run, and the tests that run for them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]

    def narrowed(self, prefix: str) -> "Room | None":
        """The room with the modules that the prefix names: itself, a folder or a file."""
        if prefix in {"", self.name}:
            return self
        modules = tuple(each for each in self.modules if each.startswith(prefix))
        return Room(self.name, modules, self.tests) if modules else None


def rooms(prefix: str = "") -> tuple[Room, ...]:
    """All rooms, or what the prefix names of them; services first."""
    narrowed = (room.narrowed(prefix) for room in (*_services(), *_listed()))
    return tuple(room for room in narrowed if room)


def _services() -> Iterator[Room]:
    for folder in sorted(path.parent for path in Path("services").glob("*/model.py")):
        modules = tuple(str(folder / each) for each in OF_A_SERVICE if (folder / each).exists())
        tests = sorted((folder / "tests").glob("test_*.py"))
        fast = tuple(str(each) for each in tests if not any(word in each.name for word in SLOW))
        yield Room(folder.name, modules, fast)


def _listed() -> Iterator[Room]:
    for name, room in tomllib.loads(LISTED.read_text(encoding="utf-8")).items():
        modules = sorted({str(path) for each in room["modules"] for path in Path().glob(each)})
        yield Room(name, tuple(modules), tuple(room["tests"]))
