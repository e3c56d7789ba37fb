"""Reads of items by key: which parts of them, and how consistently."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.dynamodb.errors import invalid
from embedded_aws.dynamodb.expressions.paths import Path, project
from embedded_aws.dynamodb.requests.expressions import Expressions, not_mixed
from embedded_aws.dynamodb.tables import checks
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values, normalized
from embedded_aws.dynamodb.values.sizes import item_size

type Request = Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """Keys of one table, and what is read of each item."""

    keys: list[Values]
    paths: list[Path] | None
    consistent: bool

    def projected(self, item: Values) -> Values:
        """The requested parts."""
        return item if self.paths is None else project(self.paths, item)


def parsed(request: Request, keys: Sequence[Values]) -> Read:
    """The meaning of the parameters, before any table is looked at."""
    not_mixed(request, ("ProjectionExpression",), ("AttributesToGet",))
    names = attribute_names(request)
    expressions = Expressions(request)
    paths = expressions.projection()
    expressions.references.all_used()
    normal = [normalized(key) for key in keys]
    consistent = bool(request.get("ConsistentRead"))
    return Read(normal, names if paths is None else paths, consistent)


def attribute_names(request: Request) -> list[Path] | None:
    """`AttributesToGet`."""
    names = request.get("AttributesToGet")
    if names is None:
        return None
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise invalid(f"Duplicate value in attribute name: {twice}")
    return [Path((name,)) for name in names]


def checked(read: Read, store: Store) -> list[Values]:
    """The keys, if they are this table's."""
    for key in read.keys:
        checks.key(store.schema, key)
    checks.scalars(store.schema, read.paths or ())
    return read.keys


def size_of(item: Values | None) -> int:
    """The item's bytes; none for one that is not there."""
    return item_size(item) if item is not None else 0
