"""Tables of the documentation, written between the marks of their step."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tools.command import CommandError
from tools.measure.proof.steps import Done, Table

END = "<!-- end of proof -->"
UNITS = (("_per_second", "/s"), ("_per_hour", "/h"), ("_seconds", " (s)"), ("_mb", " (MB)"))


def write(done: Done) -> None:
    """Put the step's tables, with their date, commit and command, into their documents."""
    for table in done.step.tables:
        text = table.document.read_text(encoding="utf-8")
        begin = f"<!-- proof: {table.name} -->"
        before, begun, rest = text.partition(begin)
        _, ended, after = rest.partition(END)
        if not (begun and ended):
            raise CommandError(f"{table.document} has no place for it: {begin} … {END}")
        content = (
            f"{before}{begin}\n{caption(done)}\n\n{markdown(table, done.result)}\n{END}{after}"
        )
        table.document.write_text(content, encoding="utf-8")


def caption(done: Done) -> str:
    """When it was measured, where and by what."""
    day = datetime.now(UTC)
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[2]:.0f}"
    when = f"{day.day} {day:%B %Y} at {done.commit}, in {done.seconds / 60:.0f} minutes"
    return f"`{done.command}` on {when}; {machine}."


def markdown(table: Table, result: Any) -> str:
    """The rows as a table."""
    rows = result[table.rows] if table.rows else [result]
    lines = [_line([_title(each) for each in table.columns]), _line(["---"] * len(table.columns))]
    lines += [_line([_cell(row[each]) for each in table.columns]) for row in rows]
    if table.total:
        lines.append(_line([table.total, *(_sum(rows, each) for each in table.columns[1:])]))
    return "\n".join(lines)


def _sum(rows: Sequence[Mapping[str, Any]], column: str) -> str:
    """Of counts; seconds are none."""
    values = [row[column] for row in rows]
    return str(sum(values)) if all(isinstance(each, int) for each in values) else "-"


def _title(column: str) -> str:
    for suffix, unit in UNITS:
        if column.endswith(suffix):
            return column.removesuffix(suffix).replace("_", " ") + unit
    return column.replace("_", " ")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
