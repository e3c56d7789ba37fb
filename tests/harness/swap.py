"""A copy of this repository with the sample service in place of the example shop."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.harness.tree import ROOT, SAMPLE

# Links that every service's root has.
LINKS = {
    ".terraform.lock.hcl": "../../shared/providers.lock.hcl",
    "service.tf": "../../shared/service.tf",
    "terraform.tf": "../../shared/root.tf",
}


def without_the_shop(folder: Path) -> Path:
    """The copy, as a repository of its own, with the platform's services alone."""
    for name in _files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, path, follow_symlinks=False)
    for service in _shop(folder):
        shutil.rmtree(folder / "services" / service)
        shutil.rmtree(folder / "terraform/services" / service)
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    for name, target in LINKS.items():
        (folder / "terraform/services/parcels" / name).symlink_to(target)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
    for tool in ("build.contracts", "review.access_matrix"):  # make contracts callers
        command = [sys.executable, "-m", f"tools.{tool}", "write"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
    _commit(folder)
    return folder


def _commit(folder: Path) -> None:
    """Give it a history."""
    author = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
    commit = (*author, "commit", "--quiet", "--no-verify")
    for command in (
        ("add", "--all"),
        (*commit, "--message=Take the shop out"),
        (*commit, "--allow-empty", "--message=Go on"),
    ):
        subprocess.run(["git", *command], cwd=folder, check=True)


def _files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).exists()]


def _shop(folder: Path) -> list[str]:
    """The services with a contract."""
    return [path.parent.name for path in (folder / "services").glob("*/openapi.json")]
