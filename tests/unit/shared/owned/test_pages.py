"""Which list a caller asks for, and texts of keys that no other lookup has."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.idempotency import Attempt
from shared.owned import Lookup, Owned, Query, chosen, lookup_of, read_page
from shared.pagination import Cursors, InvalidCursorError, PageQuery
from shared.problems import ProblemError
from tests.harness.owned_in_memory import InMemoryThings

QUERIES = (Query(), Query(("color",)), Query(("color", "size")))
parts = st.lists(st.text("a#%25 3", max_size=4), min_size=3, max_size=3)


class ListKnives(PageQuery):
    color: str | None = None
    size: int | None = None


def test_the_named_fields_choose_the_list() -> None:
    assert chosen(ListKnives(), QUERIES) == Lookup(QUERIES[0])
    assert chosen(ListKnives(color="red"), QUERIES) == Lookup(QUERIES[1], ("red",))
    assert chosen(ListKnives(size=3, color="red"), QUERIES) == Lookup(QUERIES[2], ("red", "3"))


def test_a_list_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ProblemError) as refused:
        chosen(ListKnives(size=3), QUERIES)

    [fault] = refused.value.errors
    assert fault.field == "size"
    assert fault.detail == "There are these lists: all, by color, by color and size"


def test_a_list_that_there_is_not_is_a_bad_request() -> None:
    with pytest.raises(ProblemError) as refused:
        chosen(ListKnives(size=3), QUERIES)

    assert (refused.value.status, refused.value.detail) == (400, "The query is not valid.")


@dataclass(frozen=True, kw_only=True)
class Knife(Owned):
    color: str


CURSORS = Cursors(lambda: b"key")
RED = ListKnives(color="red", limit=2)


def knives(count: int) -> InMemoryThings[Knife]:
    """So many red knives of acme, kni_0 the oldest."""
    things = InMemoryThings[Knife]("knife")
    for number in range(count):
        one = Knife(id=f"kni_{number}", tenant="acme", created_at="", updated_at="", color="red")
        things.add(one, Attempt("acme", str(number), ""))
    return things


def page(
    things: InMemoryThings[Knife], asked_for: PageQuery, tenant: str = "acme"
) -> tuple[list[str], str | None]:
    """The ids of a page, and the next one's cursor."""
    listed = read_page(things, tenant, asked_for, QUERIES, CURSORS)
    return [each.id for each in listed.items], listed.next_cursor


def after(cursor: str | None, **changed: Any) -> ListKnives:
    return RED.model_copy(update={"cursor": cursor, **changed})


def test_a_cursor_leads_to_the_page_that_follows() -> None:
    things = knives(3)

    ids, cursor = page(things, RED)

    assert ids == ["kni_2", "kni_1"]
    assert page(things, after(cursor)) == (["kni_0"], None)


def test_a_list_has_the_things_that_were_asked_for_and_of_their_tenant() -> None:
    things = knives(1)

    assert page(things, RED) == (["kni_0"], None)
    assert page(things, ListKnives(color="blue")) == ([], None)
    assert page(things, RED, tenant="globex") == ([], None)


@pytest.mark.parametrize(
    ("other", "tenant"), [({"color": "blue"}, "acme"), ({"color": None}, "acme"), ({}, "globex")]
)
def test_a_cursor_is_good_for_its_list_of_its_tenant_alone(
    other: dict[str, Any], tenant: str
) -> None:
    things = knives(3)
    _, cursor = page(things, RED)

    with pytest.raises(InvalidCursorError):
        page(things, after(cursor, **other), tenant)


def test_a_thing_without_a_value_is_on_no_list_of_values() -> None:
    assert lookup_of(QUERIES[2], {"color": "red", "size": None}) is None
    assert lookup_of(QUERIES[1], {"color": "red", "size": None}) == Lookup(QUERIES[1], ("red",))


def test_a_key_is_written_as_it_always_was() -> None:
    assert Lookup(QUERIES[2], ("red", "3")).key("acme") == "acme#red#3"
    assert Lookup(QUERIES[1], ("50%#1",)).key("acme") == "acme#50%25%231"


@given(parts, parts)
def test_two_lookups_share_no_key(one: list[str], other: list[str]) -> None:
    first, second = (Lookup(QUERIES[2], tuple(each[1:])).key(each[0]) for each in (one, other))

    assert (first == second) is (one == other)
