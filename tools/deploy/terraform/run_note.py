"""A note of the run that changes a root, by which the next one knows whether it was killed."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from tools.command import CommandError

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.2


class RunNote:
    """A file in Terraform's data folder with the time at which a run began; empty after its end.

    The run and its Terraform keep the file locked. The kernel unlocks it when both are gone,
    however they ended: a text in an unlocked file is that of a killed run.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def begin(self, after_killed: Callable[[datetime], None], busy: str) -> Iterator[IO[str]]:
        """The file of a new run, locked; first, what is to be done after a run that was killed.

        CommandError (`busy`) while a live run of this machine has the file.
        """
        with self._path.open("a+", encoding="utf-8") as file:
            _lock(file, busy)
            file.seek(0)
            text = file.read()
            if text:
                after_killed(datetime.fromisoformat(text))
            _write(file, datetime.now(UTC).isoformat())
            yield file


def end(file: IO[str]) -> None:
    """Note that Terraform has ended by itself, and has given its lock back."""
    _write(file, "")


def _write(file: IO[str], text: str) -> None:
    file.truncate(0)
    file.write(text)
    file.flush()


def _lock(file: IO[str], busy: str) -> None:
    """Lock it; wait as long as Terraform waits for a state's lock."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise CommandError(busy) from None
            time.sleep(POLL_SECONDS)
        else:
            return
