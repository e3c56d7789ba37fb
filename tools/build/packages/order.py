"""A package that is asked for, and whether it is there already."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.build.packages.code import own_modules
from tools.build.packages.entry import ALL, Lever
from tools.build.packages.parts import Part, Pin, digest, part_of, pins_of
from tools.command import CommandError

USUAL_LOCK = Path("requirements/services.txt")


@dataclass(frozen=True)
class Order:
    """A service for a platform, of these levers, modules and dependencies."""

    service: str
    platform: str
    root: Path
    target: Path
    levers: frozenset[Lever]
    modules: tuple[Path, ...]
    pins: tuple[Pin, ...]

    @property
    def path(self) -> Path:
        """Where it lies; a package without some lever never takes the place of the deployed one."""
        without = "-".join(sorted(ALL - self.levers))
        name = "-without-".join(filter(None, (self.service, without)))
        return self.target / "packages" / self.platform / f"{name}.zip"

    @property
    def stamp(self) -> Path:
        """Holds the key of what the package was built of."""
        return self.path.with_suffix(".inputs")

    def key(self) -> str:
        """A digest of all that the bytes depend on."""
        levers = (lever.encode() for lever in sorted(self.levers))
        pins = (pin.text.encode() for pin in self.pins)
        return digest(self.platform.encode(), *levers, *pins, *self._code(), *_builder())

    def _code(self) -> Iterator[bytes]:
        for path in self.modules:
            yield str(path).encode()
            yield (self.root / path).read_bytes()

    def is_built(self) -> bool:
        """Whether the package is there, of just these inputs."""
        if not (self.path.exists() and self.stamp.exists()):
            return False
        return self.stamp.read_text(encoding="utf-8") == self.key()

    def part(self, pin: Pin, platform: str) -> Part:
        """A dependency, made when it is not there yet."""
        place, compiled = self.target / "dependencies", Lever.BYTECODE in self.levers
        return part_of(pin, platform, place, compiled=compiled)

    def parts(self, platform: str) -> list[Part]:
        """All its dependencies for a platform."""
        return [self.part(pin, platform) for pin in self.pins]


def lock_of(service: str, root: Path) -> Path:
    """The locked packages of the service: what all of them carry, unless it has a lock of its own.

    CommandError when it has requirements that are not locked yet.
    """
    own = root / "services" / service / "requirements.txt"
    if own.exists():
        return own
    if own.with_suffix(".in").exists():
        raise CommandError(f"{own} does not exist; run `make lock`.")
    return root / USUAL_LOCK


def ordered(
    service: str, platform: str, root: Path, target: Path, levers: frozenset[Lever]
) -> Order:
    """The package of a service as it is in the root now."""
    modules, pins = own_modules(service, root), pins_of(lock_of(service, root))
    return Order(service, platform, root, target, levers, tuple(modules), tuple(pins))


def _builder() -> list[bytes]:
    """This builder and the interpreter, on which the bytes depend, too."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return [*(path.read_bytes() for path in sources), sys.version.encode()]
