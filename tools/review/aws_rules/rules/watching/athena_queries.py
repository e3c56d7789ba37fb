"""Athena's named queries and *.sql files."""

import re
from collections.abc import Iterator

import sqlglot
from sqlglot.errors import SqlglotError

from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Athena's queries parse"
PAGE = "https://docs.aws.amazon.com/athena/latest/ug/ddl-sql-reference.html"
FILLED_IN = re.compile(r"[$%]\{[^}]*\}")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of the queries of plans and of *.sql files, in which ${…} stands for a name."""
    for query in subject.of("aws_athena_named_query"):
        yield from _text(query.place, str(query.values.get("query") or ""))
    for source in subject.sources:
        if source.place.endswith(".sql"):
            yield from _text(source.place, source.text)


def _text(place: str, text: str) -> Iterator[Fault]:
    try:
        sqlglot.parse(FILLED_IN.sub("filled_in", text), dialect="athena")
    except SqlglotError as error:
        first = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).splitlines()[0]
        yield Fault(
            place, f"It is no query: {first}", "Write it as Athena's engine (Trino) reads it"
        )
