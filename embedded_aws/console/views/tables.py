"""Tables and their items, a page at a time; values only when they are asked for."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from moto.dynamodb.models import dynamodb_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.dynamodb import values_of
from embedded_aws.state.regions import used

PAGE = 25
LONGEST = 400

type Json = dict[str, Any]


def tables() -> list[Json]:
    """Every table of every region, by name."""
    views = [
        {
            "name": table.name,
            "region": region,
            "items": sum(1 for _ in _items(table)),
            "keys": _keys(table.schema),
            "indexes": [
                {"name": index.name, "keys": _keys(index.schema)}
                for index in (*table.indexes, *table.global_indexes)
            ],
        }
        for region, backend in used(dynamodb_backends, ACCOUNT_ID).items()
        for table in list(backend.tables.values())
    ]
    return sorted(views, key=lambda each: (each["name"], each["region"]))


def page_of(region: str, name: str, number: int, *, values: bool) -> Json | None:
    """One page of a table's items: keys, and the other attributes' types or values."""
    backend = used(dynamodb_backends, ACCOUNT_ID).get(region)
    table = backend.tables.get(name) if backend else None
    if table is None:
        return None
    keys = _keys(table.schema)
    begin = number * PAGE
    items = list(islice(_items(table), begin, begin + PAGE + 1))
    return {
        "keys": keys,
        "page": number,
        "more": len(items) > PAGE,
        "items": [_item(values_of(each), keys, values=values) for each in items[:PAGE]],
    }


def _keys(schema: list[Mapping[str, str]]) -> list[str]:
    """Partition key, then sort key."""
    return [each["AttributeName"] for each in sorted(schema, key=lambda each: each["KeyType"])]


def _items(table: Any) -> Iterator[Any]:
    for content in list(table.items.values()):
        yield from list(content.values()) if isinstance(content, dict) else [content]


def _item(item: Mapping[str, Any], keys: list[str], *, values: bool) -> list[Json]:
    """The attributes, keys first; without its value each has its type alone."""
    names = [*(name for name in keys if name in item), *sorted(set(item) - set(keys))]
    attributes = []
    for name in names:
        ((kind, content),) = item[name].items()
        text = str(_plain(kind, content))[:LONGEST] if values or name in keys else None
        attributes.append({"name": name, "type": kind, "value": text})
    return attributes


def _plain(kind: str, content: Any) -> Any:
    """A value without DynamoDB's type names."""
    if kind == "M":
        return {name: _plain(*_pair(each)) for name, each in content.items()}
    if kind == "L":
        return [_plain(*_pair(each)) for each in content]
    return content


def _pair(attribute: Mapping[str, Any]) -> tuple[str, Any]:
    ((kind, content),) = attribute.items()
    return kind, content
