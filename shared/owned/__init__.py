"""Things that belong to a tenant: the fields, the port and the errors that all of them have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol

from shared.idempotency import Attempt
from shared.pagination import Cursors, PageQuery
from shared.problems import FieldError, ProblemError

ESCAPES = str.maketrans({"%": "%25", "#": "%23"})
"""Values of a key have # between them, so that none may have it inside."""


@dataclass(frozen=True, kw_only=True)
class Owned:
    """A tenant's thing, in one of its versions."""

    id: str
    tenant: str
    created_at: str
    updated_at: str
    version: int = 1


class UnknownThingError(Exception):
    """There is no such thing of this tenant."""

    def __init__(self, kind: str, thing_id: str) -> None:
        super().__init__(f"There is no {kind} {thing_id} of yours.")


@dataclass(frozen=True)
class Query:
    """A list that callers may ask for: of the things with these fields' values, or of all."""

    fields: tuple[str, ...] = ()
    newest_first: bool = True

    @property
    def index(self) -> str:
        """The index that answers it: `by_customer_and_status`."""
        return f"by_{'_and_'.join(self.fields)}"

    @property
    def attribute(self) -> str:
        """The attribute with the index's key: tenant and values in one text."""
        return f"tenant_{'_and_'.join(self.fields)}"


class Lookup(NamedTuple):
    """A query with the values that its caller asks for."""

    query: Query
    values: tuple[str, ...] = ()

    def key(self, tenant: str) -> str:
        """The value of the index's key; no two lookups of any tenants have the same."""
        return "#".join(part.translate(ESCAPES) for part in (tenant, *self.values))


class Page[Thing](NamedTuple):
    """Things, and the last one's id if more follow."""

    items: tuple[Thing, ...]
    next_position: str | None


class Things[Thing](Protocol):
    """The port of a table: the things of all tenants."""

    def add(self, thing: Thing, attempt: Attempt) -> Thing:
        """Store thing and attempt together; returns the first answer when it is a retry.

        KeyReusedError when the key was used for another request, AttemptUnderWayError while the
        first attempt is in progress.
        """

    def get(self, tenant: str, thing_id: str) -> Thing:
        """The tenant's thing; UnknownThingError."""

    def save(self, thing: Thing) -> None:
        """Store a changed thing; PreconditionFailedError unless it replaces its last version."""

    def remove(self, thing: Thing) -> None:
        """Remove the thing; PreconditionFailedError unless this version is stored."""

    def page(self, tenant: str, limit: int, position: str | None, lookup: Lookup) -> Page[Thing]:
        """The tenant's things that the lookup means, after the one with this id."""


def as_text(value: Any) -> str:
    """A field's value as part of a key: one text for each value."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)


def lookup_of(query: Query, fields: Mapping[str, Any]) -> Lookup | None:
    """The lookup that finds a thing with these fields; None where it has no value for one."""
    values = [fields[name] for name in query.fields]
    return None if None in values else Lookup(query, tuple(map(as_text, values)))


def lists(queries: Iterable[Query]) -> str:
    """The lists that callers may ask for, in words: `all, by customer, by customer and status`."""
    return ", ".join(
        f"by {' and '.join(query.fields)}" if query.fields else "all" for query in queries
    )


class Listed[Thing](NamedTuple):
    """Things of one page, and the cursor of the next."""

    items: tuple[Thing, ...]
    next_cursor: str | None


def read_page[Thing](
    things: Things[Thing],
    tenant: str,
    asked_for: PageQuery,
    queries: Sequence[Query],
    cursors: Cursors,
) -> Listed[Thing]:
    """The page that the caller asks for; its cursor is good for this list of this tenant alone."""
    lookup = chosen(asked_for, queries)
    bound_to = (lookup.query.index, tenant, *lookup.values)
    position = cursors.read(asked_for.cursor, *bound_to) if asked_for.cursor else None
    page = things.page(tenant, asked_for.limit, position, lookup)
    following = page.next_position and cursors.write(page.next_position, *bound_to)
    return Listed(page.items, following)


def chosen(asked_for: PageQuery, queries: Sequence[Query]) -> Lookup:
    """The lookup of the fields that the caller names; 400 for a list that there is not."""
    filters = {
        name: getattr(asked_for, name)
        for name in type(asked_for).model_fields
        if name not in PageQuery.model_fields
    }
    given = {name: as_text(value) for name, value in filters.items() if value is not None}
    for query in queries:
        if set(query.fields) == set(given):
            return Lookup(query, tuple(given[name] for name in query.fields))
    raise ProblemError(
        HTTPStatus.BAD_REQUEST,
        "The query is not valid.",
        errors=tuple(
            FieldError(field=name, detail=f"There are these lists: {lists(queries)}")
            for name in given
        ),
    )
