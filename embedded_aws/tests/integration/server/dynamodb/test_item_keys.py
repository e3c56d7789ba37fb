"""Keys of items and of indexes: there, of their types, not empty, not too long; items of 400 KB."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    INVALID,
    Dynamo,
    Refused,
    key,
    number,
    put,
    text,
    update,
)

SCHEMA = "The provided key element does not match the schema"
EMPTY = (
    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
    "contain an empty string value. Key: sk"
)
ITEMS = {
    "no sort key": ({"pk": text("a")}, f"{INVALID}Missing the key sk in the item"),
    "no partition key": ({"sk": text("a")}, f"{INVALID}Missing the key pk in the item"),
    "a number as text key": (
        {"pk": text("a"), "sk": number(1)},
        f"{INVALID}Type mismatch for key sk expected: S actual: N",
    ),
    "an empty sort key": ({"pk": text("a"), "sk": text("")}, EMPTY),
    "a long partition key": (
        {"pk": text("a" * 2049), "sk": text("a")},
        f"{INVALID}Size of hashkey has exceeded the maximum size limit of2048 bytes",
    ),
    "a long sort key": (
        {"pk": text("a"), "sk": text("a" * 1025)},
        f"{INVALID}Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
    ),
    "a text as number key of an index": (
        {**key("a"), "weight": text("heavy")},
        f"{INVALID}Type mismatch for Index Key weight Expected: N Actual: S IndexName: by_color",
    ),
    "an empty key of an index": (
        {**key("a"), "color": text("")},
        "The AttributeValue for a key attribute cannot contain an empty string value. "
        "IndexName: by_color, IndexKey: color",
    ),
    "more than 400 KB": (
        {**key("a"), "v": text("x" * 409_600)},
        "Item size has exceeded the maximum allowed size",
    ),
}
REFUSED_ITEMS = {
    name: Refused("PutItem", {"TableName": "things", "Item": item}, message)
    for name, (item, message) in ITEMS.items()
}
KEYS = {
    "a missing sort key": ({"pk": text("a")}, SCHEMA),
    "another attribute": ({**key("a"), "other": text("a")}, SCHEMA),
    "another type": ({"pk": text("a"), "sk": number(1)}, SCHEMA),
    "an empty key": ({"pk": text("a"), "sk": text("")}, EMPTY),
    "no key": ({}, SCHEMA),
}
REFUSED_KEYS = {
    f"{operation} with {name}": Refused(operation, {"TableName": "things", "Key": given}, message)
    for operation in ("GetItem", "DeleteItem", "UpdateItem")
    for name, (given, message) in KEYS.items()
}
UPDATES = {
    "of the key": Refused(
        *update("a", "SET sk = :v", v=text("b")),
        f"{INVALID}Cannot update attribute sk. This attribute is part of the key",
    ),
    "of an index key with another type": Refused(
        *update("a", "SET weight = :v", v=text("b")),
        f"{INVALID}Type mismatch for Index Key weight Expected: N Actual: S IndexName: by_color",
    ),
    "of an index key with a copied type": Refused(
        *update("a", "SET weight = pk"),
        "The update expression attempted to update the secondary index key to unsupported type",
    ),
    "within a key": Refused(
        *update("a", "SET color.x = :v", v=text("b")),
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
        "allowed: IndexKey: color",
    ),
    "beyond 400 KB": Refused(
        *update("a", "SET v = :v", v=text("x" * 409_600)),
        "Item size to update has exceeded the maximum allowed size",
    ),
}


@pytest.mark.parametrize("row", REFUSED_ITEMS)
def test_an_item_needs_the_keys_of_its_table(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's and moto's tests have these messages."""
    assert REFUSED_ITEMS[row].holds(dynamo)


@pytest.mark.parametrize("row", REFUSED_KEYS)
def test_a_key_is_the_tables_and_whole(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's and moto's tests have these messages."""
    assert REFUSED_KEYS[row].holds(dynamo)


@pytest.mark.parametrize("row", UPDATES)
def test_an_update_leaves_keys_as_they_must_be(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    dynamo.do("PutItem", **put("a")[1])

    assert UPDATES[row].holds(dynamo)


def test_400_kilobytes_are_stored(dynamo: Dynamo) -> None:
    names = len("pk") + len("large") + len("sk") + len("0") + len("v")

    operation, body = put("large", v=text("x" * (409_600 - names)))

    assert dynamo.ask(operation, **body).status == 200
