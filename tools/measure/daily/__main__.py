"""Measures a day's waits in fresh clones of two commits, in alternating rounds."""

import json
import os
import subprocess
import sys
import time
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.daily.clone import Clone, remove, shifting

# The last commit before the first run, the restart and the deployments were made shorter.
BEFORE = "d792e5817db6ce3e265209ba02960df3cb5a91b8"
PLACE = Path(".build/bench-run")
ROUNDS = 3
WAITS = {
    "first_run_seconds": "first run: clone, set-up, `make up` to the first 201",
    "restart_seconds": "restart, nothing changed",
    "unchanged_deploy_seconds": "`make deploy-<service>`, nothing changed",
    "changed_deploy_seconds": "`make deploy-<service>`, code changed; without the canary",
    "hot_reload_seconds": "a saved line is served",
}
Samples = dict[str, list[float]]


def day(clone: Callable[[], Clone], number: int) -> Generator[tuple[str, float]]:
    """One measurement of each wait, as soon as there is one, in the order of a day."""
    began = time.monotonic()
    here = clone()
    try:
        here.run("up")
        yield "first_run_seconds", time.monotonic() - began
        yield "restart_seconds", here.run("down", "up")[0]
        yield "unchanged_deploy_seconds", here.run(f"deploy-{here.service}")[0]
        yield "hot_reload_seconds", here.seconds_to_reload(2 * number)
        here.change(2 * number + 1)
        seconds, printed = here.run(f"deploy-{here.service}")
        yield "changed_deploy_seconds", seconds - shifting(printed)
    finally:
        here.run("down")
        remove(here.folder)


def medians(samples: Mapping[str, Samples]) -> dict[str, dict[str, float]]:
    """The medians by commit and wait."""
    return {
        subject: {wait: round(median(seconds), 1) for wait, seconds in waits.items()}
        for subject, waits in samples.items()
    }


def table(figures: Mapping[str, Mapping[str, float]], rounds: int) -> Table:
    """The commits side by side; a hyphen where nothing was measured."""
    rows = Table(title=f"Seconds, medians of {rounds}", title_justify="left")
    for heading in ("wait", *figures):
        rows.add_column(heading, justify="left" if heading == "wait" else "right")
    for wait, words in WAITS.items():
        rows.add_row(words, *(_figure(each.get(wait)) for each in figures.values()))
    return rows


def _figure(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.1f}"


def _work(arguments: Namespace) -> None:
    if arguments.rounds < 1:
        raise CommandError("--rounds is 1 or more")
    subjects = {"now": _commit("HEAD")}
    if not arguments.alone:
        subjects["before"] = _commit(arguments.before)
    samples: dict[str, Samples] = {name: defaultdict(list) for name in subjects}
    console, complete = Console(width=120), False
    try:
        _measure(subjects, arguments.rounds, samples, console)
        complete = True
    finally:  # an interrupted benchmark tells what it has
        figures = medians(samples)
        console.print(table(figures, arguments.rounds))
        last_line = {
            "rounds": arguments.rounds,
            "complete": complete,
            "commits": subjects,
            **figures,
        }
        print(json.dumps(last_line), flush=True)


def _measure(
    subjects: Mapping[str, str], rounds: int, samples: Mapping[str, Samples], console: Console
) -> None:
    source = Path.cwd()
    for number in range(rounds):
        # Every other round begins with the other one: a machine warms up and slows down.
        for name in sorted(subjects, reverse=bool(number % 2)):
            make = _maker(source, subjects[name], PLACE.resolve() / name)
            with closing(day(make, number)) as waits:
                for wait, seconds in waits:
                    samples[name][wait].append(seconds)
                    line = f"round {number + 1}, {name}: {WAITS[wait]}: {seconds:.1f} s"
                    console.print(f"{line}, load {os.getloadavg()[0]:.1f}", highlight=False)


def _maker(source: Path, commit: str, folder: Path) -> Callable[[], Clone]:
    return lambda: Clone.make(source, commit, folder)


def _commit(name: str) -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"there is no commit {name} here; fetch it, or name another: BASE=…")
    return done.stdout.strip()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure both commits, or one alone; the last line is one JSON object, also of a part."""
    parser = command.parser("make bench-run", __doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--before", default=BEFORE, help="the commit to compare with")
    parser.add_argument("--alone", action="store_true", help="without the commit to compare with")
    return command.run(parser, argv, _work)


if __name__ == "__main__":
    sys.exit(main())
