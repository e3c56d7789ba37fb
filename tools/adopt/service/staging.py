"""A tree in which a service is made ready before anything of it is in the repository."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.command import CommandError

FOLDERS = ("services", "terraform/services")
GENERATORS = ("tools.build.contracts", "tools.review.access_matrix")
"""The commands that write `openapi.json` and `callers.md` from the code."""


@contextmanager
def workshop(root: Path) -> Iterator[Path]:
    """A folder beside the tree's builds, gone afterwards."""
    base = root / ".build"
    base.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=base, prefix="service-") as name:
        yield Path(name)


def tree_around(rendered: Path, name: str, root: Path, folder: Path) -> None:
    """A tree of links to everything here, with the rendered service as its own."""
    link_all(root, folder, without={"services", "terraform", ".git", ".build", ".local"})
    link_all(root / "services", folder / "services", without={name})
    link_all(root / "terraform", folder / "terraform", without={"services"})
    link_all(root / "terraform/services", folder / "terraform/services", without={name})
    for each in FOLDERS:
        shutil.copytree(rendered / each / name, folder / each / name, symlinks=True)


def link_all(source: Path, folder: Path, without: set[str]) -> None:
    """A folder with a link to each entry of the source."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.name not in without and path.name != "__pycache__":
            (folder / path.name).symlink_to(path.resolve())


def generate(folder: Path) -> None:
    """Write contract and table of callers; CommandError with the generator's words if it fails."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    for module in GENERATORS:
        done = subprocess.run(
            [sys.executable, "-m", module, "write"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(
                f"{module} refuses the new service: {(done.stderr or done.stdout).strip()[-2000:]}"
            )


def take_over(folder: Path, name: str, root: Path) -> list[Path]:
    """Move the finished service into the tree: its two folders, each at once."""
    moved: list[Path] = []
    try:
        for each in FOLDERS:
            shutil.rmtree(folder / each / name / "__pycache__", ignore_errors=True)
            # A free name may have a folder with Python's caches; git leaves them there.
            shutil.rmtree(root / each / name, ignore_errors=True)
            (folder / each / name).rename(root / each / name)
            moved.append(root / each / name)
    except BaseException:
        for path in moved:
            shutil.rmtree(path, ignore_errors=True)
        raise
    return moved
