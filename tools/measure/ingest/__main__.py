"""`make bench-ingest`: access-log lines to Parquet, by the code that delivers them on a laptop.

Generates lines, converts them as the embedded AWS's Firehose does, a buffer of 128 MB at a time,
and prints time, memory and bytes; the last line is one JSON object. TO=folder keeps the Parquet.
"""

import json
import resource
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from embedded_aws import Columns, converted
from tools import command
from tools.command import CommandError
from tools.measure.ingest.lines import TABLE, batches, columns

BUFFER_LINES = 150_000
"""Of 800 bytes, about a stream's buffer of 128 MB."""
MEMORY_GOAL_MIB = 2048
SEED = 18


@dataclass
class Result:
    """The figures of one run."""

    rows: int = 0
    parquet_rows: int = 0
    quarantined: int = 0
    files: int = 0
    line_bytes: int = 0
    parquet_bytes: int = 0
    generate_seconds: float = 0
    ingest_seconds: float = 0
    peak_memory_mib: int = 0


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the figures and the JSON line."""
    parser = command.parser("make bench-ingest", __doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="lines (1000000)")
    parser.add_argument("--to", type=Path, help="a folder that keeps the Parquet")
    return command.run(parser, argv, _measure)


def _measure(options: Namespace) -> int:
    """Status 1 when a line is lost, or the memory is too much."""
    if options.rows < 1:
        raise CommandError("No lines to measure: give ROWS=<a number of at least 1>.")
    with _folder(options.to) as folder:
        result = measured(options.rows, folder)
    print(_words(result))
    lost = result.rows - result.parquet_rows - result.quarantined
    goals = lost == 0 and result.peak_memory_mib < MEMORY_GOAL_MIB
    print(json.dumps({"bench": "ingest", **asdict(result), "lost": lost, "goals_met": goals}))
    return 0 if goals else 1


def measured(rows: int, folder: Path) -> Result:
    """Convert all lines; the files are in the folder as the table's partitions are."""
    result, schema = Result(rows=rows), Columns(columns(), {}, lowers_keys=True)
    began = time.perf_counter()
    for number, lines in enumerate(batches(rows, BUFFER_LINES, SEED)):
        result.generate_seconds += time.perf_counter() - began
        began = time.perf_counter()
        batch = converted(lines, schema)
        path = folder / TABLE / "day=2026-01-01" / f"hour={number % 24:02}" / f"{number}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(batch.parquet)
        result.ingest_seconds += time.perf_counter() - began
        result.parquet_rows += batch.rows
        result.quarantined += len(batch.refused)
        result.files += 1
        result.parquet_bytes += len(batch.parquet)
        result.line_bytes += sum(map(len, lines))
        began = time.perf_counter()
    result.generate_seconds = round(result.generate_seconds, 1)
    result.ingest_seconds = round(result.ingest_seconds, 1)
    result.peak_memory_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="bench-ingest-") as folder:
        yield Path(folder)


def _words(result: Result) -> str:
    a_second = result.rows / max(result.ingest_seconds, 0.001)
    share = result.parquet_bytes / max(result.line_bytes, 1)
    return (
        f"{result.rows:,} lines ({result.line_bytes / 1e6:,.0f} MB) became {result.files} files of "
        f"{result.parquet_bytes / 1e6:,.0f} MB ({share:.0%}) in {result.ingest_seconds} s, "
        f"{a_second:,.0f} a second, beside {result.generate_seconds} s of generating them.\n"
        f"{result.parquet_rows:,} rows and {result.quarantined:,} quarantined; "
        f"at most {result.peak_memory_mib:,} MiB of memory (goal: below {MEMORY_GOAL_MIB:,})."
    )


if __name__ == "__main__":
    sys.exit(main())
