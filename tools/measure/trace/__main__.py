"""Runs a command and reports its time by step: `python -m tools.measure.trace <command>…`."""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
from rich.console import Console

from embedded_aws import LocalConfig
from tools import command
from tools.measure.trace import record, tables, timeline
from tools.measure.trace.account import Request, runs

PLACE = Path(".build/trace")
WIDTH = 160
"""Characters in a line of the widest table."""
REQUESTS_PATH = "/_local/requests"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and write `trace.txt` and `trace.svg`; returns its exit status."""
    parser = command.parser("tools.measure.trace", __doc__)
    parser.add_argument("command", nargs=argparse.REMAINDER, help="a program and its arguments")
    return command.run(parser, argv, lambda arguments: _trace(arguments.command))


def _trace(words: Sequence[str]) -> int:
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    os.environ[record.VARIABLE] = str(PLACE.resolve())
    began = time.time()
    with record.span("command", " ".join(words[-2:])):
        status = subprocess.run(words, check=False).returncode
    _show(began)
    return status


def _show(began: float) -> None:
    spans, requests = record.read(PLACE), _requests(began)
    traced = runs(spans, requests)
    picture, text = PLACE / "trace.svg", PLACE / "trace.txt"
    picture.write_text(timeline.svg(spans, traced), encoding="utf-8")
    with text.open("w", encoding="utf-8") as file:
        for table in tables.of(spans, traced, requests):
            Console(file=file, width=WIDTH).print(table)
    terminal = Console()
    if terminal.width < WIDTH:  # its columns would be too narrow to be read
        terminal.print(next(tables.of(spans, traced, requests)))
    else:
        terminal.print(*tables.of(spans, traced, requests), sep="\n")
    print(f"Where the time went: {text} and, as a picture, {picture}")


def _requests(began: float) -> list[Request]:
    """The requests that the embedded AWS answered since then; none when it is not running."""
    endpoint = LocalConfig.read().aws_endpoint
    try:
        answered = httpx.get(f"{endpoint}{REQUESTS_PATH}", timeout=10).json()["answered"]
    except httpx.HTTPError:
        return []
    return [Request(*each) for each in answered if each[0] >= began]


if __name__ == "__main__":
    sys.exit(main())
