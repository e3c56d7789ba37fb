"""Progress: each piece of work with what came of it and how long it took."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from tools.measure.trace import record

REDRAWS_PER_SECOND = 4


class Task:
    """A piece of work under way; `result` is what came of it."""

    def __init__(self) -> None:
        self.result = ""


class Board:
    """A table of what runs, with its elapsed and usual time, and of what waits for what."""

    def __init__(self, needs: Mapping[str, Sequence[str]], usual: Mapping[str, float]) -> None:
        self._needs = dict(needs)
        self._usual = usual
        self._begun: dict[str, float] = {}
        self._done: set[str] = set()
        self.note = ""

    def begin(self, name: str) -> None:
        """The work goes on from here."""
        self._begun[name] = time.monotonic()

    def end(self, name: str) -> None:
        """The work is done, or has failed."""
        self._begun.pop(name, None)
        self._done.add(name)

    def __rich__(self) -> Table:
        """One row for each piece of work that is not done."""
        table = Table(box=None, pad_edge=False, show_header=False)
        now = time.monotonic()
        for name, began in list(self._begun.items()):
            table.add_row("…", escape(name), f"{now - began:.0f} s{self._about(name)}")
        for name, needs in self._needs.items():
            if name not in self._begun and name not in self._done:
                left = [each for each in needs if each not in self._done and each in self._needs]
                reason = f"waits for {', '.join(left)}" if left else "is next"
                table.add_row("", f"[dim]{escape(name)}[/]", f"[dim]{escape(reason)}[/]")
        if self.note:
            table.add_row("", self.note, "")
        return table

    def _about(self, name: str) -> str:
        return f" of about {self._usual[name]:.0f} s" if name in self._usual else ""


class Progress:
    """Prints a line for each piece of work, from whatever thread it ran in."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._lock = threading.Lock()
        self._board: Board | None = None
        self.began = time.monotonic()

    @contextmanager
    def board(
        self, needs: Mapping[str, Sequence[str]], usual: Mapping[str, float]
    ) -> Iterator[None]:
        """On a terminal, a live table below the lines while the block runs."""
        if not self._console.is_terminal:
            yield
            return
        self._board = Board(needs, usual)
        try:
            with Live(
                self._board,
                console=self._console,
                refresh_per_second=REDRAWS_PER_SECOND,
                transient=True,
            ):
                yield
        finally:
            self._board = None

    @contextmanager
    def step(self, name: str) -> Iterator[Task]:
        """Time the block; a failure is shown as such and goes on."""
        began = time.monotonic()
        task = Task()
        self._begin(name)
        try:
            with record.span("step", name):
                yield task
        except BaseException:
            self._end(name, f"[red]✗[/] {name} [dim]({time.monotonic() - began:.1f} s)[/]")
            raise
        result = f": {task.result}" if task.result else ""
        seconds = time.monotonic() - began
        self._end(name, f"[green]✓[/] {name}{result} [dim]({seconds:.1f} s)[/]")

    def _begin(self, name: str) -> None:
        if self._board:
            self._board.begin(name)
        elif self._console.is_terminal:
            self.say(f"  … {name}")

    def _end(self, name: str, line: str) -> None:
        if self._board:
            self._board.end(name)
        self.say(line)

    @contextmanager
    def live(self) -> Iterator[Callable[[str], None]]:
        """A line that is written anew while something goes on; without a terminal, nothing."""
        board = self._board
        if board is None:
            with self._console.status("") as status:
                yield status.update
            return

        def note(line: str) -> None:
            board.note = line

        try:
            yield note
        finally:
            board.note = ""

    def say(self, line: str) -> None:
        """A line that stays."""
        with self._lock:
            self._console.print(line, highlight=False)

    def total(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self.began
