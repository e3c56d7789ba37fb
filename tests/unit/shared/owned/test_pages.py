"""Which list a caller asks for, and texts of keys that no other lookup has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.owned import Lookup, Query, chosen
from shared.pagination import PageQuery
from shared.problems import ProblemError

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


@given(parts, parts)
def test_two_lookups_share_no_key(one: list[str], other: list[str]) -> None:
    first, second = (Lookup(QUERIES[2], tuple(each[1:])).key(each[0]) for each in (one, other))

    assert (first == second) is (one == other)
