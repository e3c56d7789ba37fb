"""A property test for services: every field of a stored object comes back from the table.

test_an_order_comes_back_whole = comes_back_whole(Order, new_client, DynamoOrders, add, get)
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from shared.personal import Personal

SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
    int: st.integers(-(10**15), 10**15),
    datetime: st.datetimes(timezones=st.just(UTC)),
}
EXAMPLES = settings(
    deadline=None,
    max_examples=30,
    derandomize=True,
    phases=[Phase.generate],  # a shorter example of a failure would take minutes to find
)


def comes_back_whole[Noun, Store](
    noun: type[Noun],
    new_client: Callable[[], Any],
    store_of: Callable[[Any], Store],
    write: Callable[[Store, Noun], object],
    read: Callable[[Store, Noun], object],
    **only: st.SearchStrategy[Any],
) -> Callable[[], None]:
    """A test that an object with any field values is read as it was written.

    The client is one of moto's, with a table made where it is DynamoDB's; `only` are values of
    fields that cannot hold just anything.
    """

    def test() -> None:
        with mock_aws():
            client = new_client()

            @EXAMPLES
            @given(nouns(noun, only))
            def is_the_same(example: Noun) -> None:
                empty(client)
                store = store_of(client)
                write(store, example)
                assert read(store, example) == example

            is_the_same()

    return test


def empty(client: Any) -> None:
    """Remove all items from the client's tables, so that examples stay independent."""
    tables = client.list_tables()["TableNames"] if hasattr(client, "list_tables") else []
    for table in tables:
        schema = client.describe_table(TableName=table)["Table"]["KeySchema"]
        for item in client.scan(TableName=table)["Items"]:
            key = {each["AttributeName"]: item[each["AttributeName"]] for each in schema}
            client.delete_item(TableName=table, Key=key)


def nouns(noun: Any, only: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Objects with values in every field, also those with a default."""
    kinds = get_type_hints(noun)
    names = [field.name for field in fields(noun)]
    return st.builds(noun, **{name: only.get(name, values(kinds[name], only)) for name in names})


def values(kind: Any, only: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    if kind in SCALARS:
        return SCALARS[kind]
    origin, of = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        return st.one_of([values(each, only) for each in of])
    if origin is Personal:
        return values(of[0], only).map(Personal)
    if origin is tuple:
        return st.lists(values(of[0], only), max_size=3).map(tuple)
    return nouns(kind, only) if is_dataclass(kind) else st.from_type(kind)
