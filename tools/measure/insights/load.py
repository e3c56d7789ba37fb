"""Time, memory and bytes of each question over many lines."""

import json
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tools.insights.questions.logs import TABLES, Logs
from tools.insights.questions.question import Question, questions

PARTITIONS = {"day", "hour"}
"""In the names of folders on AWS, which are read for nothing."""


@dataclass(frozen=True)
class Cost:
    """The time and the bytes that a question took."""

    question: str
    seconds: float
    cpu_seconds: float
    """Of all threads: what a busy machine does not stretch."""
    rows: int
    scanned: int
    """Compressed bytes of the columns that it reads: what Athena would bill."""


def costs(logs: Logs, folder: Path) -> Iterator[Cost]:
    """The cost of each question, one after the other."""
    sizes = {table: _sizes(folder, table) for table in TABLES}
    for name, question in questions().items():
        begin, cpu = time.perf_counter(), time.process_time()
        answer = logs.ask(question)
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
        yield Cost(name, seconds, cpu, len(answer.rows), _scanned(logs, question, sizes))


def peak_mb() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _sizes(folder: Path, table: str) -> dict[str, int]:
    rows = duckdb.execute(
        "SELECT path_in_schema, sum(total_compressed_size) FROM parquet_metadata(?) GROUP BY 1",
        [str(folder / f"{table}.parquet")],
    ).fetchall()
    return {str(name): int(size) for name, size in rows if name not in PARTITIONS}


def _scanned(logs: Logs, question: Question, sizes: dict[str, dict[str, int]]) -> int:
    plan = json.loads(logs.plan(question))
    total = 0
    for node in _nodes(plan):
        if "PARQUET" in str(node.get("name", "")).upper():
            read = node.get("extra_info", {}).get("Projections", [])
            names = {read} if isinstance(read, str) else set(read)
            # The tables share but few columns, so the one that has them all is the one.
            of = max(sizes.values(), key=lambda each: len(names & set(each)))
            total += sum(of.get(name, 0) for name in names)
    return total


def _nodes(plan: Any) -> Iterator[dict[str, Any]]:
    for node in plan if isinstance(plan, list) else [plan]:
        yield node
        yield from _nodes(node.get("children", []))
