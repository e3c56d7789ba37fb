"""A copy of the repository's tree, from which the running stack is deployed."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.command import CommandError
from tools.measure.faults.tiers import with_fast_tiers
from tools.measure.stack import Stack

DEPENDENCIES = Path(".build/dependencies")
VALUES = Path("terraform/environments/local.tfvars")
DEPLOY_SECONDS = 600
ATTEMPTS = 3


@dataclass(frozen=True)
class Tree:
    """A folder with the repository's files, from which the running stack is deployed."""

    folder: Path
    environment: dict[str, str]

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Begin `python -m tools.deploy …`, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", "tools.deploy", *words],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str) -> None:
        """Run it, and again as people do when a busy machine was too slow; else CommandError."""
        for attempt in range(1, ATTEMPTS + 1):
            process = self.begin(*words)
            printed = ended(process)
            if not process.returncode:
                return
            print(f"deploy {' '.join(words)}, attempt {attempt}:\n{printed}", file=sys.stderr)
        raise CommandError(f"deploy {' '.join(words)} failed in the campaign, {ATTEMPTS} times")

    def append(self, service: str, file: str, text: str) -> None:
        """Write a text at the end of a service's file."""
        with (self.folder / "services" / service / file).open("a", encoding="utf-8") as written:
            written.write(text)


@contextmanager
def copied_tree(stack: Stack) -> Iterator[Tree]:
    """A copy of the tree as it is, with the packages that are built already."""
    with TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True,
            capture_output=True,
            text=True,
        )
        for each in filter(None, listed.stdout.split("\0")):
            if Path(each).exists():
                (folder / each).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(each, folder / each)
        (folder / ".venv").symlink_to(Path(".venv").resolve())
        (folder / DEPENDENCIES.parent).mkdir()
        (folder / DEPENDENCIES).symlink_to(DEPENDENCIES.resolve())
        values = with_fast_tiers(VALUES.read_text(encoding="utf-8"), stack.fast)
        (folder / VALUES).write_text(values, encoding="utf-8")
        yield Tree(folder, stack.environment)


def ended(process: subprocess.Popen[str]) -> str:
    """All that it printed, once it has ended; after DEPLOY_SECONDS it is ended."""
    try:
        printed, _ = process.communicate(timeout=DEPLOY_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process)
        printed, _ = process.communicate()
    return printed


def kill(process: subprocess.Popen[str]) -> None:
    """End it with all that it has started, at once."""
    os.killpg(process.pid, signal.SIGKILL)
