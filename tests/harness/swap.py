"""A copy of this repository under another name, with the sample service in place of the shop."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.harness.copy_of_the_repository import commit, copy_to
from tests.harness.tree import SAMPLE

OTHER_NAME = "meridian"
# Links that every service's root has.
LINKS = {
    ".terraform.lock.hcl": "../../shared/providers.lock.hcl",
    "service.tf": "../../shared/service.tf",
    "terraform.tf": "../../shared/root.tf",
}


def another_product(folder: Path) -> Path:
    """The copy, as a repository of its own: what `make init` makes of it, and one service more."""
    copy_to(folder)
    answers = (f"--product={OTHER_NAME}", "--organisation=globex", "--keep=none")
    _run(folder, "adopt.repository", *answers, "--repository=globex/shop")
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    for name, target in LINKS.items():
        (folder / "terraform/services/parcels" / name).symlink_to(target)
    for tool in ("build.contracts", "review.access_matrix"):  # make contracts callers
        _run(folder, tool, "write")
    commit(folder, "Take the shop out")
    commit(folder, "Go on")
    return folder


def _run(folder: Path, tool: str, *arguments: str) -> None:
    command = [sys.executable, "-m", f"tools.{tool}", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
