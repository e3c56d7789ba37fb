"""docs/callers.md: the table in Markdown, and who each caller is."""

from tools.review.access_matrix.table import KINDS, Table

HEAD = """\
# Who is answered what

Every route, asked by every kind of caller. Written by `make callers`; `make check` fails when the
code answers anything else.

The requests are otherwise right, for something that the *owner* has (a profile, a placed order): a
status depends on the caller alone. Each went through the data plane of the
[embedded AWS](local-aws.md), over the published contracts, with the services' own authorizer and
handlers behind it.

- 401: nobody vouches for the caller. 403: the caller is known, and may not do this.
- 404: what is asked for is not there, or is somebody else's; the answer does not tell which.
- 200, 201 and 204: done.

API Gateway keeps what the authorizer said for up to five minutes: so much longer a token is good
that has ended meanwhile. A disabled consumer is refused at once, by its API key (*just disabled*).
"""


def page(table: Table) -> str:
    """The whole document."""
    names = [kind.name for kind in KINDS]
    columns = _line("route", *names) + _line("---", *("---" for _ in names))
    rows = "".join(
        _line(f"`{route}`", *(str(row[name]) for name in names)) for route, row in table.items()
    )
    legend = "".join(_line(kind.name, kind.has, kind.why) for kind in KINDS)
    return (
        f"{HEAD}\n{columns}{rows}\n## The callers\n\n"
        f"{_line('caller', 'what it has', 'why that answer')}{_line('---', '---', '---')}{legend}"
    )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"
