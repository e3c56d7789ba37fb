"""A copy of the repository with a stack of its own, in which a document's commands are typed."""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.copy_of_the_repository import commit, copy_to
from tests.harness.documents import Command
from tests.harness.ports import free_ports

UNWANTED = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ENV", "REGION", "BASE", "T", "TRACE"}
WRITTEN = {"AWS_PORT": "4566", "API_PORT": "8080"}
"""The ports that documents name."""
BEGIN = "as-cloned"
"""The tag of the copy's first state; a document may commit."""
CLEAN = f"git reset --quiet --hard {BEGIN} && git clean --quiet -fdx -e .local -e .build -e .venv"
ALONE = (
    f'[ -z "$(git status --porcelain services; git diff --name-only {BEGIN} -- services)" ] || '
    "{ make down; rm -rf .local; }"
)
"""A service that a page has made stays live, and its consumers' scopes with it: end that stack."""
AUTHOR = ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL")
CURL = 'curl() { command curl --fail-with-body "$@"; }'
"""An answer that is an error fails the command, as whoever reads the document takes it."""
ENDED = re.compile(r"^command (\d+) ended with (\d+) after (\d+) s$", re.MULTILINE)
NEVER_ENDED = ("the shell has ended before", "", "1", "0")
"""A command's output, number, status and seconds."""


@dataclass(frozen=True)
class Shell:
    """Bash in the copy."""

    folder: Path
    environment: dict[str, str]

    def begin_anew(self) -> None:
        """The tree as it was, and a stack that runs."""
        for each in ALONE, CLEAN, "make status || make up":
            self._type(each, check=True)

    def run(self, commands: Sequence[Command]) -> Iterator[tuple[Command, int, int, str]]:
        """Each command with its exit status, seconds and output, all typed into one shell."""
        lines = "\n".join(
            f"started=$SECONDS; {self._here(command)}\nended=$?; echo\n"
            f'echo "command {number} ended with $ended after $((SECONDS - started)) s"'
            for number, command in enumerate(commands)
        )
        parts = ENDED.split(self._type(f"set -o pipefail\n{CURL}\n{lines}"))
        for number, command in enumerate(commands):
            own = parts[4 * number : 4 * number + 4]
            output, _, status, seconds = own if len(own) == len(NEVER_ENDED) else NEVER_ENDED
            yield command, int(status), int(seconds), output

    def _here(self, command: Command) -> str:
        """The command with this copy's ports."""
        text = command.text
        for name, port in WRITTEN.items():
            text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{self.environment[name]}")
        if command.refusal is None:
            return text
        return f"{{ {text} || true; }} | tee /dev/stderr | grep '\"status\": *{command.refusal}'"

    def _type(self, script: str, *, check: bool = False) -> str:
        typed = subprocess.run(
            ["bash", "--norc", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if check and typed.returncode:
            raise AssertionError(f"{script} ended with {typed.returncode}:\n{typed.stdout[-3000:]}")
        return typed.stdout


@contextmanager
def shell(folder: Path) -> Iterator[Shell]:
    """The copy as a clone has it: with a history, and a main branch of its origin."""
    copy_to(folder)
    commit(folder, "Begin")
    commit(folder, "Go on")
    for place, revision in (("remotes/origin/main", "HEAD~1"), (f"tags/{BEGIN}", "HEAD")):
        git = ["git", "update-ref", f"refs/{place}", revision]
        subprocess.run(git, cwd=folder, check=True)
    ports = dict(zip(WRITTEN, map(str, free_ports(len(WRITTEN))), strict=True))
    author = dict.fromkeys((f"GIT_{each}" for each in AUTHOR), "tests")
    inherited = {name: text for name, text in os.environ.items() if name not in UNWANTED}
    path = f"{folder / '.venv/bin'}:{inherited['PATH']}"
    own = {"LOCAL_DIR": str(folder / ".local"), "BROWSER": "true", "PATH": path}
    typed = Shell(folder, inherited | ports | author | own)
    try:
        yield typed
    finally:
        subprocess.run(["make", "down"], cwd=folder, env=typed.environment, check=False)
