"""A trace as tables: steps, runs of Terraform, the longest resources, the slowest operations."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.table import Table

from tools.measure.trace.account import WALKS, Request, Run

LONGEST = 20
# A column, and the phases in it.
COLUMNS = {
    "start": ("start",),
    "checksum": ("provider's checksum",),
    "state": ("state",),
    "provider": ("provider and schema",),
    "validate": ("validate",),
    "plan": ("refresh and plan",),
    "apply": tuple(each for each in WALKS if each != "refresh and plan"),
}


def of(
    spans: Sequence[dict[str, Any]], runs: Sequence[Run], requests: Sequence[Request]
) -> Iterator[Table]:
    """All tables of a trace."""
    yield _steps([each for each in spans if each["kind"] in {"command", "step"}])
    yield _runs(runs)
    yield _resources([each for each in spans if each["kind"] == "resource"])
    yield _operations(requests)


def _steps(spans: Sequence[dict[str, Any]]) -> Table:
    table = _table("Steps, with the second at which each began", "step", "at", "seconds")
    first = min((each["began"] for each in spans), default=0.0)
    for each in sorted(spans, key=lambda span: span["began"]):
        table.add_row(each["name"], *_figures(each["began"] - first, each["ended"] - each["began"]))
    return table


def _runs(runs: Sequence[Run]) -> Table:
    title = "Runs of Terraform, in seconds; answers and waits are parts of plan and apply"
    columns = ("run", "wall", "CPU", *COLUMNS, "answers", "waits", "requests")
    table = _table(title, *columns)
    for each in runs:
        table.add_row(each.name, *_figures(*_row(each)), str(len(each.requests)))
    sums = [sum(column) for column in zip(*map(_row, runs), strict=True)]
    table.add_section()
    table.add_row("all", *_figures(*sums), str(sum(len(each.requests) for each in runs)))
    return table


def _row(run: Run) -> tuple[float, ...]:
    phases = (run.phase(*names) for names in COLUMNS.values())
    return run.seconds, run.cpu, *phases, run.answering, run.waiting


def _resources(spans: Sequence[dict[str, Any]]) -> Table:
    table = _table(f"The {LONGEST} longest resources", "resource", "run", "action", "seconds")
    for each in sorted(spans, key=lambda span: span["began"] - span["ended"])[:LONGEST]:
        seconds = each["ended"] - each["began"]
        table.add_row(each["name"], each["run"], each["action"], *_figures(seconds))
    return table


def _operations(requests: Iterable[Request]) -> Table:
    table = _table(f"The {LONGEST} dearest operations", "operation", "requests", "seconds")
    counts, seconds = Counter[str](), defaultdict[str, float](float)
    for each in requests:
        counts[each.operation] += 1
        seconds[each.operation] += each.seconds
    for operation in sorted(seconds, key=lambda each: -seconds[each])[:LONGEST]:
        table.add_row(operation, str(counts[operation]), *_figures(seconds[operation]))
    return table


def _table(title: str, first: str, *others: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold")
    for each in others:
        table.add_column(each, justify="right")
    return table


def _figures(*seconds: float) -> tuple[str, ...]:
    return tuple(f"{each:.2f}" for each in seconds)
