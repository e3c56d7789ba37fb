"""Terraform's own checks of every module and root: `validate` (with `fmt`) and `test`, offline."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rich.console import Console

from tools.deploy.terraform import cli_environment

TERRAFORM = Path("terraform")
SCRATCH = Path(".build/terraform-checks")
PARALLEL = 2


@dataclass(frozen=True)
class Outcome:
    """What one folder's check printed and how long it took."""

    folder: Path
    passed: bool
    seconds: float
    output: str


def folders() -> list[Path]:
    """Every module and root: a folder that states its versions."""
    return sorted(path.parent for path in TERRAFORM.rglob("terraform.tf"))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    data = SCRATCH.resolve() / str(folder).replace("/", "-")
    return subprocess.run(
        ["terraform", f"-chdir={folder}", *arguments, "-no-color"],
        env={**os.environ, **cli_environment(), "TF_DATA_DIR": str(data)},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def check(folder: Path, command: str) -> Outcome:
    """Init without a backend, then the command; a folder without tests fails `test`."""
    started = time.monotonic()
    done = _run(folder, "init", "-backend=false", "-input=false")
    if done.returncode == 0:
        done = _run(folder, command)
    passed = done.returncode == 0 and (command != "test" or " 0 passed" not in done.stdout)
    return Outcome(folder, passed, time.monotonic() - started, done.stdout)


def report(console: Console, outcome: Outcome, command: str) -> None:
    """One line per folder; all of its output when it failed."""
    mark = "[green]ok[/]  " if outcome.passed else "[red]FAIL[/]"
    lines = outcome.output.strip().splitlines()
    summary = lines[-1] if command == "test" and lines else ""
    console.print(f"{mark} {outcome.folder} {summary} ({outcome.seconds:.1f} s)", highlight=False)
    if not outcome.passed:
        console.print(outcome.output, markup=False, highlight=False)


def main(argv: Sequence[str] | None = None) -> int:
    """Check all folders, two at a time; 1 when any fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["validate", "test"])
    parser.add_argument("folders", nargs="*", type=Path, help="these only")
    arguments = parser.parse_args(argv)
    console = Console()
    formatted = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", str(TERRAFORM)],
        env={**os.environ, **cli_environment()},
        check=False,
    )
    if formatted.returncode:
        console.print("[red]FAIL[/] these files are not formatted; run `make format`")
    passed = formatted.returncode == 0
    chosen = arguments.folders or folders()
    first = check(chosen[0], arguments.command)  # alone: the provider's cache takes one at a time
    with ThreadPoolExecutor(PARALLEL) as pool:
        rest = pool.map(lambda folder: check(folder, arguments.command), chosen[1:])
        for outcome in chain([first], rest):
            report(console, outcome, arguments.command)
            passed = passed and outcome.passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
