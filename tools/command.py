"""The one way to make a command: arguments, errors, exit status, elapsed time."""

import argparse
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from rich.console import Console

from tools.pages import page_of

TERMINATED, INTERRUPTED = 143, 130


class CommandError(Exception):
    """The command cannot continue; the message says why, and what to do next."""


@dataclass(frozen=True)
class Ending:
    """The exit status of a command, and its last line, to which the elapsed time is added."""

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
    """One of several jobs of a command; `--help` shows the first line of its docstring."""
    text = help_ or (work.__doc__ or "").strip().partition("\n")[0]
    parser_ = jobs.add_parser(name, help=text, description=text)
    parser_.set_defaults(work=work)
    return parser_


def jobs_of(parent: argparse.ArgumentParser) -> Jobs:
    """The parser to which a command's jobs are added; the user has to name one."""
    return parent.add_subparsers(dest="job", required=True)


def run(
    parser_: argparse.ArgumentParser,
    argv: Sequence[str] | None,
    work: Work | None = None,
    *,
    expected: tuple[type[Exception], ...] = (),
    failure: int = 1,
) -> int:
    """Parse the arguments, do the work (else the job's), and return the exit status.

    An expected error ends it with one sentence and `failure`; SIGTERM unwinds as Ctrl-C does.
    """
    known: tuple[type[Exception], ...] = (CommandError, *expected)
    arguments, began = parser_.parse_args(argv), time.monotonic()
    with _terminable():
        try:
            ending = (work or arguments.work)(arguments)
        except known as error:
            say_error(str(error), page_of(getattr(arguments, "job", "")))
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


def say_error(message: str, page: str | None = None) -> None:
    """Print one sentence on standard error, and the page that helps where there is one."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print("[bold red]error:[/]", end=" ")
    console.print(message, markup=False)
    if page and page not in message:
        console.print(f"More about it: {page}", markup=False)


def _refusals() -> tuple[type[Exception], ...]:
    """The errors of AWS's SDK; none if the command has not imported boto3."""
    if "botocore.exceptions" not in sys.modules:
        return ()
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - slow to import

    return BotoCoreError, ClientError


@contextmanager
def _terminable() -> Iterator[None]:
    """Make SIGTERM unwind the stack, so that child processes end too."""

    def end(*_: object) -> NoReturn:
        sys.exit(TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
