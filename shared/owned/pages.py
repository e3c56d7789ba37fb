"""Pages of a tenant's things: which list a caller asks for, and its signed cursors."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import NamedTuple

from shared.owned import Lookup, Query, Things, as_text, lists
from shared.pagination import Cursors
from shared.problems import FieldError, ProblemError
from shared.schema.pages import PageQuery


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
