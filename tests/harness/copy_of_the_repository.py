"""The files of this repository in another folder, with what is installed and fetched for it."""

import shutil
import subprocess
from pathlib import Path

from tests.harness.tree import ROOT

DEPENDENCIES = Path(".build/dependencies")
AUTHOR = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")


def copy_to(folder: Path) -> None:
    """Copy what git knows or would; environment and dependencies of packages are links."""
    for name in _files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name, follow_symlinks=False)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    # Each is named by a hash of what it is made of, so that a build here takes no other.
    for each in (ROOT / DEPENDENCIES, folder / DEPENDENCIES.parent):
        each.mkdir(parents=True, exist_ok=True)
    (folder / DEPENDENCIES).symlink_to(ROOT / DEPENDENCIES)


def commit(folder: Path, message: str) -> None:
    """Commit everything in the folder, which becomes a repository if it is none."""
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        (*AUTHOR, "commit", "--quiet", "--no-verify", "--allow-empty", f"--message={message}"),
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)


def _files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    # Links of the template lead somewhere only where a service is made of it.
    names = [name for name in done.stdout.split("\0") if name]
    return [name for name in names if (ROOT / name).exists() or (ROOT / name).is_symlink()]
