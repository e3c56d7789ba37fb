"""Items of every type that DynamoDB has, put into tables for the time of a drill."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import Any

AT_ONCE = 25
"""BatchWriteItem takes no more."""
CONTENT: Mapping[str, Any] = {
    "text": {"S": "Grüße, 世界 🌍"},
    "empty": {"S": ""},
    "number": {"N": "-1234567890.0123456789"},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2.5"]},
    "byteses": {"BS": [b"\x01", b"\x02"]},
    "list": {"L": [{"N": "1"}, {"M": {"deep": {"L": [{"BOOL": True}, {"NULL": True}]}}}]},
    "map": {"M": {"a": {"S": "b"}}},
}


@contextmanager
def sampled(dynamodb: Any, tables: Sequence[str], count: int) -> Iterator[None]:
    """So many items in each table, until the block ends."""
    keys = {table: _keys(dynamodb, table, count) for table in tables}
    try:
        for table, own in keys.items():
            items = [{**CONTENT, **key} for key in own]
            _write(dynamodb, table, [{"PutRequest": {"Item": each}} for each in items])
        yield
    finally:
        for table, own in keys.items():
            _write(dynamodb, table, [{"DeleteRequest": {"Key": key}} for key in own])


def _keys(dynamodb: Any, table: str, count: int) -> list[dict[str, Any]]:
    description = dynamodb.describe_table(TableName=table)["Table"]
    kinds = {
        each["AttributeName"]: each["AttributeType"] for each in description["AttributeDefinitions"]
    }
    names = [each["AttributeName"] for each in description["KeySchema"]]
    return [{name: _value(kinds[name], number) for name in names} for number in range(count)]


def _value(kind: str, number: int) -> dict[str, Any]:
    text = f"RESTORE-DRILL#{number}"
    values: dict[str, Any] = {"S": text, "N": str(number), "B": text.encode()}
    return {kind: values[kind]}


def _write(dynamodb: Any, table: str, requests: Sequence[Mapping[str, Any]]) -> None:
    for some in batched(requests, AT_ONCE, strict=False):
        left: dict[str, Any] = {table: list(some)}
        while left:
            left = dynamodb.batch_write_item(RequestItems=left)["UnprocessedItems"]
