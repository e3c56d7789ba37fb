"""Locked dependencies: each installed, pruned, compiled and deflated once, for all packages.

A part is identified by its content, so that platforms and services with equal files share it.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.build.packages import archive
from tools.build.packages.archive import Entry
from tools.build.packages.prune import prune
from tools.command import CommandError

LOCAL = "local"
"""This machine."""
# Lambda's Amazon Linux 2023 has glibc 2.34.
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28", LOCAL: None}
BOTOCORE_DATA = "botocore/data/"
"""Left out of a part's entries: each service has a cut of its own."""
HERE = Path(__file__)
BUILDER = (HERE, *(HERE.with_name(f"{name}.py") for name in ("archive", "compile", "prune")))
REQUIREMENT = re.compile(r"^[^\s#].*(?:\n[ \t]+.*)*", re.MULTILINE)


@dataclass(frozen=True)
class Pin:
    """A dependency in a lock file, with its version and hashes."""

    text: str


@dataclass(frozen=True)
class Part:
    """A dependency, ready for packages."""

    folder: Path

    @property
    def files(self) -> Path:
        """The folder of its files, from which they can be imported."""
        return self.folder / "files"

    def entries(self) -> list[Entry]:
        """The compressed entries of its files."""
        return archive.read(self.folder / "entries.zip")


def pins_of(lock: Path) -> list[Pin]:
    """The dependencies in a lock file, without comments."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return [Pin(requirement) for requirement in REQUIREMENT.findall(text)]


def part_of(pin: Pin, platform: str, place: Path, *, compiled: bool) -> Part:
    """The dependency for the platform, built if the cache does not have it."""
    place.mkdir(parents=True, exist_ok=True)
    builder = b"".join(path.read_bytes() for path in BUILDER) + sys.version.encode()
    key = digest(pin.text.encode(), platform.encode(), repr(compiled).encode(), builder)
    note = place / f"{key}.content"
    with _locked(note.with_suffix(".lock")):
        if note.exists():
            part = Part(place / note.read_text(encoding="utf-8"))
            if part.folder.exists():
                return part
        part = _made(pin, platform, place, builder, compiled=compiled)
        note.write_text(part.folder.name, encoding="utf-8")
    return part


def _made(pin: Pin, platform: str, place: Path, builder: bytes, *, compiled: bool) -> Part:
    with tempfile.TemporaryDirectory(dir=place, prefix=".making-") as scratch:
        files = Path(scratch, "part", "files")
        _install(pin, platform, files)
        prune(files)
        content = digest(builder, repr(compiled).encode(), *_contents(files))
        part = Part(place / content[:32])
        with _locked(place / f"{content}.lock"):
            if not part.folder.exists():
                if compiled:
                    compile_all(files)
                entries = [archive.deflated(*each) for each in _shared(files)]
                archive.write(files.with_name("entries.zip"), entries)
                files.parent.rename(part.folder)
    return part


def _install(pin: Pin, platform: str, target: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    target.mkdir(parents=True)
    lock = target.with_name("requirement.txt")
    lock.write_text(pin.text, encoding="utf-8")
    command = [uv, "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    # Links into uv's cache: nothing here writes into a file that was installed.
    command += ["--link-mode=hardlink", "--target", str(target), "--only-binary", ":all:"]
    command += ["--python", sys.executable, "-r", str(lock)]
    if PLATFORMS[platform]:
        command += ["--python-platform", str(PLATFORMS[platform]), "--python-version", "3.13"]
    name = pin.text.split()[0]
    run(command, f"{name} could not be installed for {platform}; is a package index reachable?")


def _contents(folder: Path) -> Iterator[bytes]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        yield str(path.relative_to(folder)).encode()
        yield path.read_bytes()


def _shared(files: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of the files that all services share of it."""
    for path in files.rglob("*"):
        name = str(path.relative_to(files))
        if path.is_file() and not name.startswith(BOTOCORE_DATA):
            yield name, path.read_bytes()


def compile_all(folder: Path) -> None:
    """Compile the folder's modules in a process of its own (compile.py)."""
    script = str(HERE.with_name("compile.py"))
    run([sys.executable, "-I", script, str(folder)], "the code does not compile")


def run(command: list[str], failure: str) -> None:
    """Run a step of a build; an error has the step's output."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{failure}:\n{done.stderr.strip()}")


def digest(*parts: bytes) -> str:
    """One hash of all texts, unambiguous about where each ends."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.hexdigest()


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """A lock among threads and processes: whoever comes second finds the result."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
