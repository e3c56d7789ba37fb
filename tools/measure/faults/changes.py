"""Deployments in the middle of load, from a copy of the tree that differs in a line."""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.command import CommandError
from tools.measure.stack import Stack

DEPENDENCIES = Path(".build/dependencies")
UNWANTED = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ENV", "REGION", "TRACE"}
DEPLOY_SECONDS = 600
KILL_SECONDS = (2.0, 14.0)
ROUTE = '''

from http import HTTPStatus as _Status

from pydantic import Field as _Field

from shared.routes import Response as _Response
from shared.schema import Schema as _Schema


class AddedBody(_Schema):
    """A text."""

    text: str = _Field(examples=["added"])


@routes.get("/{service}/added/here", answer=AddedBody)
def read_added(request, port):
    """Read what was added."""
    return _Response(_Status.OK, AddedBody(text="added"))
'''


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
        """Run it to its end; CommandError with its output when it fails."""
        process = self.begin(*words)
        printed = ended(process)
        if process.returncode:
            raise CommandError(f"deploy {' '.join(words)} failed in the campaign:\n{printed}")

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
        own = {text: value for text, value in os.environ.items() if text not in UNWANTED}
        yield Tree(folder, own | stack.config.variables)


def release(tree: Tree, service: str, number: int) -> None:
    """Release a version of the service whose code differs in a line."""
    tree.append(service, "main.py", f"\nCHANGE = {number}\n")
    tree.run("deploy", service)


def apply_gateway(tree: Tree, service: str) -> None:
    """Publish a contract with a route more, which applies the gateway."""
    tree.append(service, "handler.py", ROUTE.replace("{service}", service))
    tree.run("deploy", service)


def kill_and_run_again(tree: Tree, service: str, number: int, chance: random.Random) -> None:
    """Kill a release with its Terraform at a random point, and run it again."""
    tree.append(service, "main.py", f"\nCHANGE = {number}\n")
    process = tree.begin("deploy", service)
    timer = threading.Timer(chance.uniform(*KILL_SECONDS), _kill, [process])
    timer.start()
    printed = ended(process)
    timer.cancel()
    try:
        tree.run("deploy", service)
    except CommandError as error:
        raise CommandError(f"{error}\nThe run that was killed:\n{printed}") from None


def deploy_twice_at_once(tree: Tree, other: Tree, service: str, number: int) -> None:
    """Release two different versions at the same time: one goes through, the last one stays."""
    for each, mark in ((tree, number), (other, number + 1)):
        each.append(service, "main.py", f"\nCHANGE = {mark}\n")
    processes = [each.begin("deploy", service) for each in (tree, other)]
    printed = [ended(process) for process in processes]
    if all(process.returncode for process in processes):
        raise CommandError("both of two deployments at once failed:\n" + "\n".join(printed))
    tree.run("deploy", service)


def ended(process: subprocess.Popen[str]) -> str:
    """All that it printed, once it has ended; after DEPLOY_SECONDS it is ended."""
    try:
        printed, _ = process.communicate(timeout=DEPLOY_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)
        printed, _ = process.communicate()
    return printed


def _kill(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
