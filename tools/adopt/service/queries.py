"""Lists of a new service: `by customer newest first, by customer and status oldest first`."""

import re
from collections.abc import Sequence

from shared.owned import Query
from tools.adopt.service.fields import Field, check_field_name
from tools.command import CommandError

LIST = re.compile(r"(?:by (?P<fields>.+?))?(?P<order> ?(?:newest|oldest) first)?")
MOST_INDEXES = 20
"""DynamoDB's quota of a table."""
MOST_FIELDS = 4
HOW = '"by customer newest first, by customer and status oldest first"'


def parse(text: str) -> list[Query]:
    """The lists, that of all things first; CommandError with one sentence for what is none."""
    parts = [" ".join(part.lower().split()) for part in re.split(r"[,;\n]", text)]
    queries = [_query(part) for part in parts if part]
    if not any(not query.fields for query in queries):
        queries.insert(0, Query())
    queries.sort(key=lambda query: bool(query.fields))
    for query in queries:
        if sum(set(query.fields) == set(other.fields) for other in queries) > 1:
            what = " and ".join(query.fields) or "all"
            raise CommandError(f"there are two lists by {what}; one list has one order")
    if len(queries) > MOST_INDEXES + 1:
        raise CommandError(f"a table has {MOST_INDEXES} indexes at most; leave lists out")
    return queries


def _query(part: str) -> Query:
    match = LIST.fullmatch(part)
    if match is None or not (match["fields"] or match["order"]):
        raise CommandError(f"{part!r} is no list; lists are written as in {HOW}")
    names = tuple(re.split(r" and ", match["fields"])) if match["fields"] else ()
    for name in names:
        if " " in name:
            raise CommandError(f"{part!r} is no list; lists are written as in {HOW}")
        check_field_name(name)
    if len(set(names)) < len(names) or len(names) > MOST_FIELDS:
        raise CommandError(f"{part!r} is no list: it goes by one to {MOST_FIELDS} different fields")
    return Query(names, newest_first="oldest" not in (match["order"] or ""))


def with_what_lists_go_by(fields: Sequence[Field], queries: Sequence[Query]) -> list[Field]:
    """The fields, and a text for each name that a list goes by and no field has."""
    known = {field.name for field in fields}
    names = dict.fromkeys(name for query in queries for name in query.fields)
    return [*(Field(name, "str") for name in names if name not in known), *fields]
