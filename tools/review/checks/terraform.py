"""Terraform's own checks of every module and root: `validate` (with `fmt`) and `test`, offline."""

import os
import re
import subprocess
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from tools import command
from tools.command import CommandError, Ending, Work
from tools.deploy.terraform import provider
from tools.deploy.terraform.cli import run_environment

TERRAFORM = Path("terraform")
SCRATCH = Path(".build/terraform-checks")
PARALLEL = os.cpu_count() or 2
LOCKED = TERRAFORM / "platform"
"""A root, whose lock file says which provider it is."""
MISSING = "write tests/<name>.tftest.hcl beside its files, with a run for each of its promises"
CALL = re.compile(r'^\s*source\s*=\s*"(\.[^"]*)"', re.MULTILINE)
RUN = re.compile(r"^run ", re.MULTILINE)
one_init = threading.Lock()  # the provider's cache takes one at a time


@dataclass(frozen=True)
class Outcome:
    """The output and the duration of one folder's check."""

    folder: Path
    passed: bool
    seconds: float
    output: str


def folders() -> list[Path]:
    """Every module and root: a folder that states its versions."""
    return sorted(path.parent for path in TERRAFORM.rglob("terraform.tf"))


def longest_first(chosen: Iterable[Path]) -> list[Path]:
    """The folders with the most test runs first, so that a long one does not end alone."""
    return sorted(chosen, key=lambda folder: (-_runs(folder), folder))


def _runs(folder: Path) -> int:
    tests = (folder / "tests").glob("*.tftest.hcl")
    return sum(len(RUN.findall(path.read_text(encoding="utf-8"))) for path in tests)


def uncalled(candidates: Iterable[Path]) -> list[Path]:
    """Folders that no other folder calls: `validate` checks the called modules too.

    A module that takes a provider from its caller cannot be validated alone; its tests call it.
    """
    candidates = list(candidates)
    called = {
        (folder / source).resolve()
        for folder in candidates
        for path in folder.glob("*.tf")
        for source in CALL.findall(path.read_text(encoding="utf-8"))
    }
    return [
        folder
        for folder in candidates
        if folder.resolve() not in called and not _takes_providers(folder)
    ]


def _takes_providers(folder: Path) -> bool:
    return any("configuration_aliases" in path.read_text() for path in folder.glob("*.tf"))


def _run(
    folder: Path, attached: Mapping[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["terraform", f"-chdir={folder}", *arguments, "-no-color"],
        env={**run_environment(), **attached, "TF_DATA_DIR": str(_data(folder))},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def _data(folder: Path) -> Path:
    return SCRATCH.resolve() / str(folder).replace("/", "-")


def check(folder: Path, command: str, attached: Mapping[str, str]) -> Outcome:
    """`terraform init` without a backend, then the command; `test` fails without test files."""
    started = time.monotonic()
    done = _initialised(folder, attached if command == "test" else {})
    if done.returncode == 0:
        done = _run(folder, attached, command)
    output, passed = done.stdout, done.returncode == 0
    if passed and command == "test" and " 0 passed" in output:
        output, passed = f"{folder} has no tests: {MISSING}", False
    return Outcome(folder, passed, time.monotonic() - started, output)


def _initialised(folder: Path, attached: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Modules at least; and where no provider is attached, the one that the lock file names."""
    if attached:
        return _run(folder, attached, "init", "-backend=false", "-input=false")
    with one_init:
        return _run(folder, {}, "init", "-backend=false", "-input=false")


@contextmanager
def _provider() -> Iterator[dict[str, str]]:
    """The provider that all runs attach to; tests mock what it would ask of AWS."""
    done = _initialised(LOCKED, {})
    if done.returncode:
        raise CommandError(f"terraform init of {LOCKED} failed:\n{done.stdout}")
    path = provider.program(_data(LOCKED))
    if path is None:
        raise CommandError(f"terraform init of {LOCKED} left no provider")
    with provider.running(path, run_environment(), "checks") as attached:
        yield attached


def report(console: Console, outcome: Outcome, command: str) -> None:
    """One line per folder; all of its output when it failed."""
    mark = "[green]ok[/]  " if outcome.passed else "[red]FAIL[/]"
    lines = outcome.output.strip().splitlines()
    summary = lines[-1] if command == "test" and lines else ""
    console.print(f"{mark} {outcome.folder} {summary} ({outcome.seconds:.1f} s)", highlight=False)
    if not outcome.passed:
        console.print(outcome.output, markup=False, highlight=False)


def _checked(name: str) -> Work:
    def work(arguments: Namespace) -> Ending:
        console, passed = Console(), _is_formatted()
        chosen = arguments.folders or folders()
        if name == "validate" and not arguments.folders:
            chosen = uncalled(chosen)
        with _provider() as attached, ThreadPoolExecutor(PARALLEL) as pool:
            for outcome in pool.map(
                lambda folder: check(folder, name, attached), longest_first(chosen)
            ):
                report(console, outcome, name)
                passed = passed and outcome.passed
        return Ending(f"{name}: {len(chosen)} folders", 0 if passed else 1)

    return work


def _is_formatted() -> bool:
    formatted = subprocess.run(
        ["terraform", "fmt", "-check", "-recursive", str(TERRAFORM)],
        env=run_environment(),
        check=False,
    )
    if formatted.returncode:
        Console().print("[red]FAIL[/] these files are not formatted; run `make format`")
    return formatted.returncode == 0


def main(argv: Sequence[str] | None = None) -> int:
    """Check all folders, as many at a time as there are processors; 1 when any fails."""
    parser = command.parser("tools.review.checks.terraform", __doc__)
    jobs = command.jobs_of(parser)
    for name in ("validate", "test"):
        job = command.job(jobs, name, _checked(name), f"terraform {name}")
        job.add_argument("folders", nargs="*", type=Path, help="these only")
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
