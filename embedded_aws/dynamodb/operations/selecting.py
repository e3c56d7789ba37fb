"""The parts that Query and Scan share: the index, `Select`, the filter, the projection."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError, invalid
from embedded_aws.dynamodb.expressions.conditions import ALWAYS, Condition
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.expressions.walk import paths_in
from embedded_aws.dynamodb.legacy.conditions import filtering
from embedded_aws.dynamodb.operations.pages import Selection
from embedded_aws.dynamodb.tables import checks
from embedded_aws.dynamodb.tables.schema import Index
from embedded_aws.dynamodb.tables.store import Store
from embedded_aws.dynamodb.values.attributes import Values, normalized

type Request = Mapping[str, Any]
NOT_PREFIXED = ("duplicates", "number set", "numeric value", "significant digits", "magnitude")
BAD_START = "The provided starting key is invalid"


def filter_of(request: Request, legacy: str, expression: Condition | None) -> Condition:
    """The filter, which may be an older parameter."""
    if expression is not None:
        return expression
    conditions = request.get(legacy)
    return filtering(conditions, request.get("ConditionalOperator")) if conditions else ALWAYS


def start_of(request: Request) -> Values | None:
    """`ExclusiveStartKey` with its values checked."""
    start = request.get("ExclusiveStartKey")
    if start is None:
        return None
    try:
        return normalized(start)
    except ValidationError as error:
        if any(words in error.message for words in NOT_PREFIXED):
            raise
        raise ValidationError(f"{BAD_START}: {error.message}") from error


def select(request: Request, counted: str) -> None:
    """Refuse a `Select` that does not fit the other parameters."""
    choice = request.get("Select")
    if choice is None:
        return
    given = [name for name in ("ProjectionExpression", "AttributesToGet") if name in request]
    if choice == "SPECIFIC_ATTRIBUTES":
        if not given:
            raise ValidationError(
                f"{counted}Must specify the AttributesToGet or ProjectionExpression when choosing "
                "to get SPECIFIC_ATTRIBUTES"
            )
        return
    if given:
        chosen = "only the Count" if choice == "COUNT" else choice
        raise ValidationError(
            f"{counted}Cannot specify the {given[0]} when choosing to get {chosen}"
        )
    if choice == "ALL_PROJECTED_ATTRIBUTES" and "IndexName" not in request:
        raise ValidationError(
            f"{counted}ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
        )


def index_of(request: Request, store: Store) -> Index | None:
    """The index that the request names."""
    index = store.schema.index(request.get("IndexName"))
    if index and index.is_global and request.get("ConsistentRead"):
        raise ValidationError("Consistent reads are not supported on global secondary indexes")
    return index


def selection(
    request: Request,
    store: Store,
    index: Index | None,
    condition: Condition,
    paths: list[Path] | None,
) -> Selection:
    """The place and the items that are read, if the index has them."""
    checks.scalars(store.schema, (*(paths or ()), *paths_in(condition)))
    everything = request.get("Select") == "ALL_ATTRIBUTES"
    partly = index is not None and index.projection != "ALL"
    if everything and partly and index and index.is_global:
        raise invalid(
            "Select type ALL_ATTRIBUTES is not supported for global secondary index "
            f"{index.name} because its projection type is not ALL"
        )
    if index and index.is_global:
        _is_projected(index, paths)
    # A local index reads from the table what it does not project.
    beyond = bool(index and not index.is_global and _lacking(index, paths))
    return Selection(store, index, condition, paths, everything or beyond)


def _is_projected(index: Index, paths: list[Path] | None) -> None:
    lacking = _lacking(index, paths)
    if lacking:
        raise invalid(
            f"Global secondary index {index.name} does not project [{', '.join(lacking)}]"
        )


def _lacking(index: Index, paths: list[Path] | None) -> list[str]:
    """Requested attributes that the index does not project."""
    if index.projection == "ALL":
        return []
    return [path.head for path in paths or () if path.head not in index.attributes]
