"""One way of making a command: its arguments, how it fails, how it is ended, how long it took."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from rich.console import Console

TERMINATED, INTERRUPTED = 143, 130


class CommandError(Exception):
    """The command cannot go on; the message says why, and what to do next."""


@dataclass(frozen=True)
class Ending:
    """How a command ends: its status, and a last line that the elapsed time is added to."""

    summary: str
    status: int = 0


Work = Callable[[argparse.Namespace], Ending | int | None]
type Jobs = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - has no other name


def parser(program: str, description: str | None) -> argparse.ArgumentParser:
    """The parser of a command: `tools.deploy`, or a target such as `make bench-plan`."""
    return argparse.ArgumentParser(
        prog=program if program.startswith("make ") else f"python -m {program}",
        description=description,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def job(jobs: Jobs, name: str, work: Work, help_: str | None = None) -> argparse.ArgumentParser:
    """One of several jobs of a command; `--help` shows the first sentence of its docstring."""
    text = help_ or (work.__doc__ or "").strip().partition("\n")[0]
    made = jobs.add_parser(name, help=text, description=text)
    made.set_defaults(work=work)
    return made


def jobs_of(parent: argparse.ArgumentParser) -> Jobs:
    """Where a command's jobs are added; one of them has to be named."""
    return parent.add_subparsers(dest="job", required=True)


def run(
    parser_: argparse.ArgumentParser,
    argv: Sequence[str] | None,
    work: Work | None = None,
    *,
    expected: tuple[type[Exception], ...] = (),
    failure: int = 1,
) -> int:
    """Parse, do the work (else the job's), and return the exit status.

    An expected error ends it with one sentence and `failure`; SIGTERM unwinds as Ctrl-C does.
    """
    known: tuple[type[Exception], ...] = (CommandError, *expected)
    arguments, began = parser_.parse_args(argv), time.monotonic()
    with _terminable():
        try:
            ending = (work or arguments.work)(arguments)
        except known as error:
            say_error(str(error))
            return failure
        except _refusals() as error:
            say_error(f"AWS refused or does not answer: {error}")
            return failure
        except KeyboardInterrupt:
            return INTERRUPTED
    if isinstance(ending, Ending):
        print(f"{ending.summary} in {time.monotonic() - began:.1f} s")
        return ending.status
    return ending or 0


def say_error(message: str) -> None:
    """One sentence on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print("[bold red]error:[/]", end=" ")
    console.print(message, markup=False)


def _refusals() -> tuple[type[Exception], ...]:
    """AWS's own errors; a command that has not imported boto3 has none."""
    if "botocore.exceptions" not in sys.modules:
        return ()
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import

    return BotoCoreError, ClientError


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM unwinds, so that what runs below ends too."""

    def end(*_: object) -> NoReturn:
        sys.exit(TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
