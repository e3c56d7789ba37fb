"""Progress: each piece of work with what came of it and how long it took."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from tools.measure.trace import record


class Task:
    """A piece of work under way; `result` is what came of it."""

    def __init__(self) -> None:
        self.result = ""


class Progress:
    """Prints a line for each piece of work, from whatever thread it ran in."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self.began = time.monotonic()

    @contextmanager
    def step(self, name: str) -> Iterator[Task]:
        """Time the block; a failure is shown as such and goes on."""
        began = time.monotonic()
        task = Task()
        if self._console.is_terminal:
            self._say(f"  … {name}")
        try:
            with record.span("step", name):
                yield task
        except BaseException:
            self._say(f"[red]✗[/] {name} [dim]({time.monotonic() - began:.1f} s)[/]")
            raise
        result = f": {task.result}" if task.result else ""
        self._say(f"[green]✓[/] {name}{result} [dim]({time.monotonic() - began:.1f} s)[/]")

    def say(self, line: str) -> None:
        """A line of a step under way."""
        self._say(line)

    @contextmanager
    def live(self) -> Iterator[Callable[[str], None]]:
        """A line that is written anew while something goes on; without a terminal, nothing."""
        with self._console.status("") as status:
            yield status.update

    def _say(self, line: str) -> None:
        with self._lock:
            self._console.print(line, highlight=False)

    def total(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self.began
