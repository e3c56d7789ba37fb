"""Findings of planted behaviours, and the questions over many lines: `[--seeds N] [--rows N]`."""

import json
import shutil
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError
from tools.measure.insights.load import costs, peak_mb
from tools.measure.insights.logs import files_in, written
from tools.measure.insights.score import Score, score

MOST_MB = 2048


def _measure(arguments: Namespace) -> None:
    if arguments.seeds < 1 or arguments.rows < 1 or arguments.seed_rows < 1:
        raise CommandError("SEEDS and ROWS are counts from 1 on")
    console = Console()
    result: dict[str, Any] = {}
    if arguments.load:
        result |= _loaded(arguments.rows, console)
    else:
        result |= _scored(arguments.first, arguments.seeds, arguments.seed_rows, console)
    print(json.dumps(result))


def _scored(first: int, seeds: int, rows: int, console: Console) -> dict[str, Any]:
    last = Score()
    with console.status("Planting …") as status:
        for seed, total in score(range(first, first + seeds), rows):
            last = total
            status.update(f"Seed {seed} of {first} to {first + seeds - 1}")
    table = Table(title=f"{seeds} planted and {seeds} clean logs of {rows:,} lines and more")
    for name in ("question", "planted", "found", "false", "related", "in clean logs"):
        table.add_column(name, justify="left" if name == "question" else "right")
    names = sorted(last.planted | last.false | last.clean | last.related)
    for name in names:
        table.add_row(
            name,
            *(
                str(each[name])
                for each in (last.planted, last.hits, last.false, last.related, last.clean)
            ),
        )
    console.print(table)
    for missed in last.missed:
        console.print(f"Missed: {missed}", highlight=False)
    return {
        "first": first,
        "seeds": seeds,
        "lines": rows,
        "kinds": len(last.planted),
        "planted": last.planted.total(),
        "found": last.hits.total(),
        "recall": round(last.recall(), 4),
        "precision": round(last.precision(), 4),
        "false_alarms_planted": last.false.total(),
        "related_findings": last.related.total(),
        "false_alarms_clean": last.clean.total(),
    }


def _loaded(rows: int, console: Console) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="insights-"))
    try:
        begin = time.perf_counter()
        with (
            console.status("Writing Parquet …"),
            written(folder, 1, rows, planted=True) as (_, logs),
        ):
            ingest = time.perf_counter() - begin
            status_rows = logs.count()
            table = Table("question", title=f"{status_rows:,} lines of the access log")
            for name in ("seconds", "of CPU", "rows", "MB scanned"):
                table.add_column(name, justify="right")
            every = list(costs(logs, folder))
        for each in every:
            table.add_row(
                each.question,
                f"{each.seconds:.2f}",
                f"{each.cpu_seconds:.2f}",
                str(each.rows),
                f"{each.scanned / 1e6:,.1f}",
            )
        size = sum(
            Path(name).stat().st_size for names in files_in(folder).values() for name in names
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(table)
    peak = peak_mb()
    if peak > MOST_MB:
        console.print(f"More memory than {MOST_MB} MB: {peak} MB", style="red")
    return {
        "lines": status_rows,
        "ingest_seconds": round(ingest, 1),
        "parquet_mb": round(size / 1e6, 1),
        "questions": len(every),
        "seconds": round(sum(each.seconds for each in every), 1),
        "cpu_seconds": round(sum(each.cpu_seconds for each in every), 1),
        "peak_mb": peak,
        "scanned_mb": round(sum(each.scanned for each in every) / 1e6, 1),
        "slowest": max(every, key=lambda each: each.cpu_seconds).question,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Measure; ends with one line of JSON."""
    parser = command.parser("tools.measure.insights", __doc__)
    parser.add_argument(
        "--seeds", type=int, default=20, help="planted logs, and as many clean ones"
    )
    parser.add_argument("--first", type=int, default=1, help="the first of the seeds")
    parser.add_argument("--seed-rows", type=int, default=150_000, help="lines of each of them")
    parser.add_argument(
        "--load", action="store_true", help="time, memory and bytes of each question instead"
    )
    parser.add_argument("--rows", type=int, default=10_000_000, help="lines for --load")
    return command.run(parser, argv, _measure)


if __name__ == "__main__":
    sys.exit(main())
