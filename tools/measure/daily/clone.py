"""A fresh clone of one commit, with ports of its own, and the commands of a developer in it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

from tools.command import CommandError

CONTRACTS = "services/*/openapi.json"
SHIFT = re.compile(r"shift traffic.*?\((\d+\.\d) s\)", re.DOTALL)
# Settings of whoever runs the benchmark, which have no business in a clone.
UNWANTED = {"ENV", "REGION", "BASE", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "TRACE", "VIRTUAL_ENV"}
READY = "Saved changes of services and shared are served at once"
RELOAD_SECONDS = 60


@dataclass(frozen=True)
class Clone:
    """A fresh clone's folder."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def make(cls, source: Path, commit: str, folder: Path) -> "Clone":
        """Clone the commit again, without build results and local data."""
        remove(folder)
        git = ("git", "-c", "advice.detachedHead=false")
        for words in (
            (*git, "clone", "--quiet", "--no-checkout", str(source), str(folder)),
            (*git, "-C", str(folder), "checkout", "--quiet", commit),
        ):
            if subprocess.run(words, check=False).returncode:
                raise CommandError(f"{' '.join(words)} failed")
        environment = {name: text for name, text in os.environ.items() if name not in UNWANTED}
        aws, api = free_ports(2)
        own = {"AWS_PORT": str(aws), "API_PORT": str(api), "LOCAL_DIR": ".local"}
        return cls(folder, {**environment, **own})

    @property
    def service(self) -> str:
        """The last service with a contract, which stands for all."""
        return max(path.parent.name for path in self.folder.glob(CONTRACTS))

    def run(self, *targets: str) -> tuple[float, str]:
        """The seconds of `make …`, and its output; CommandError when it fails."""
        began = time.monotonic()
        done = subprocess.run(
            ["make", *targets],
            cwd=self.folder,
            env=self.environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"make {' '.join(targets)} in {self.folder}:\n{done.stdout}")
        return time.monotonic() - began, done.stdout

    def change(self, number: int) -> None:
        """Add a line of code that no earlier package has."""
        with (self.folder / "services" / self.service / "handler.py").open(
            "a", encoding="utf-8"
        ) as file:
            file.write(f"\nCHANGE = {number}\n")

    def seconds_to_reload(self, number: int) -> float:
        """Seconds from a saved line to the message that it is served."""
        with self._watching() as lines:
            _await(lines, READY)
            self.change(number)
            began = time.monotonic()
            _await(lines, self.service)
            return time.monotonic() - began

    @contextmanager
    def _watching(self) -> Iterator[Iterator[str]]:
        with subprocess.Popen(
            ["make", "watch"],
            cwd=self.folder,
            env={**self.environment, "PYTHONUNBUFFERED": "1"},
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=STDOUT,
            text=True,
            start_new_session=True,
        ) as process:
            try:
                yield iter(process.stdout or ())
            finally:
                os.killpg(process.pid, signal.SIGTERM)


def _await(lines: Iterator[str], words: str) -> None:
    deadline = time.monotonic() + RELOAD_SECONDS
    for line in lines:
        if words in line:
            return
        if time.monotonic() > deadline:
            break
    raise CommandError(f"make watch did not say {words!r}")


def shifting(printed: str) -> float:
    """The seconds of a canary's minutes in a release, which no change can save."""
    match = SHIFT.search(printed)
    return float(match[1]) if match else 0.0


def remove(folder: Path) -> None:
    """Remove the clone with its read-only unpacked functions."""
    for path, _, _ in os.walk(folder):
        Path(path).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports that are not in use."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
