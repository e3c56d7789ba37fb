"""services/<name>/callers.md: the service's table in Markdown, and a description of each caller."""

import re

from tools.review.access_matrix.kind import Kind
from tools.review.access_matrix.table import Table

HEAD = """\
# Who is answered what by {service}

Every route of {service}, asked by every kind of caller. Written by `make callers`; `make check`
fails when the code answers anything else. [How it is made, and what the statuses
mean](../../docs/callers.md).
"""


def page(service: str, kinds: tuple[Kind, ...], table: Table) -> str:
    """The whole document."""
    names = [kind.name for kind in kinds]
    columns = _line("route", *names) + _line("---", *("---" for _ in names))
    rows = "".join(
        _line(f"`{route}`", *(str(row[name]) for name in names)) for route, row in table.items()
    )
    legend = "".join(_line(kind.name, kind.has, kind.why) for kind in kinds)
    return (
        f"{HEAD.format(service=service)}\n{columns}{rows}\n## The callers\n\n"
        f"{_line('caller', 'what it has', 'why that answer')}{_line('---', '---', '---')}{legend}"
    )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def table_in(text: str) -> Table:
    """The table in a document."""
    rows = [line.split(" | ") for line in re.findall(r"^\| (.+) \|$", text, re.MULTILINE)]
    return {
        row[0].strip("`"): dict(zip(rows[0][1:], map(int, row[1:]), strict=True))
        for row in rows
        if row[0].startswith("`")
    }
