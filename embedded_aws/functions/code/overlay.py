"""Changed sources over deployed code: a folder of links into the package, with our files in it."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

from embedded_aws.functions.code.packages import make_read_only

INDEX = "modules.txt"
"""Modules that a package lists as compiled, a path without its suffix on each line."""
MARK = "+"
"""Between the name of the package's folder and the hash of what lies over it."""


class Sources(BaseModel):
    """All modules of the replaced folders: path in the package → text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folders: tuple[str, ...]
    modules: dict[str, str]

    @model_validator(mode="after")
    def _stays_inside(self) -> "Sources":
        """Refuse names that would lead outside of the folders."""
        for name in self.modules:
            folder, *parts = name.removesuffix(".py").split("/")
            if not name.endswith(".py") or folder not in self.folders or not _plain(parts):
                raise ValueError(f"{name} is no module in {', '.join(self.folders)}")
        return self

    @property
    def digest(self) -> str:
        """A hash of the sources."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:32]


def _plain(parts: list[str]) -> bool:
    return bool(parts) and all(part.isidentifier() for part in parts)


def are_deployed(sources: Sources, package: Path) -> bool:
    """Whether the unpacked package has exactly these modules."""
    modules = {
        str(path.relative_to(package)): path.read_bytes()
        for folder in sources.folders
        for path in (package / folder).rglob("*.py")
    }
    return modules == {name: text.encode() for name, text in sources.modules.items()}


def overlay(package: Path, sources: Sources, directory: Path) -> Path:
    """The package's folder with these sources in place of its own; the package does not change."""
    target = directory / f"{package.name}{MARK}{sources.digest}"
    if target.exists():
        return target
    scratch = Path(tempfile.mkdtemp(dir=directory, prefix=f".new{MARK}"))
    for entry in package.resolve().iterdir():
        if entry.name == INDEX:
            (scratch / INDEX).write_text(_without(entry, sources.folders), encoding="utf-8")
        elif entry.name not in sources.folders:
            (scratch / entry.name).symlink_to(entry)
    for name, text in sources.modules.items():
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    make_read_only(scratch)
    try:
        scratch.rename(target)
    except OSError:
        if not target.exists():  # otherwise another reload was quicker
            raise
    return target


def _without(index: Path, folders: tuple[str, ...]) -> str:
    """The package's index of compiled modules, without those that are replaced by sources."""
    lines = index.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.split("/")[0] not in folders)


def remove_overlays(directory: Path) -> None:
    """Remove the overlays of earlier runs; in this run a worker may still read any of them."""
    for folder in directory.glob(f"*{MARK}*"):
        for parent, _, _ in os.walk(folder):  # links are not followed
            Path(parent).chmod(0o755)
        shutil.rmtree(folder)
