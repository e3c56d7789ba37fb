"""Query."""

from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.key_conditions import KeyConditions, split
from embedded_aws.dynamodb.expressions.walk import paths_in
from embedded_aws.dynamodb.operations import key_ranges, reads, selecting, starts
from embedded_aws.dynamodb.operations.pages import page
from embedded_aws.dynamodb.requests.expressions import Expressions, about, not_mixed
from embedded_aws.dynamodb.tables.ordering import in_partition
from embedded_aws.dynamodb.tables.schema import Keys
from embedded_aws.dynamodb.tables.store import store_of

type Body = dict[str, Any]
EXPRESSIONS = ("ProjectionExpression", "FilterExpression", "KeyConditionExpression")
LEGACY = ("AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions")
COUNTED = "1 validation error detected: "


def query(backend: Any, request: Body) -> Body:
    """Query."""
    older = LEGACY if "KeyConditionExpression" in request else LEGACY[:-1]
    not_mixed(request, EXPRESSIONS, older)
    selecting.select(request, COUNTED)
    names = reads.attribute_names(request)
    start = selecting.start_of(request)
    conditions, condition, paths = _expressions(request)
    condition = selecting.filter_of(request, "QueryFilter", condition)
    store = store_of(backend, request["TableName"])
    index = selecting.index_of(request, store)
    keys = index.keys if index else store.schema.keys
    span = key_ranges.key_range(store.schema, keys, conditions)
    if start is not None:
        starts.of_query(store.schema, index, start, span)
    _no_keys(request, keys, condition)
    selection = selecting.selection(
        request, store, index, condition, names if paths is None else paths
    )
    forward = request.get("ScanIndexForward", True)
    items = in_partition(store, index, span.partition, start, forward=forward)
    return page(selection, filter(span.has, items), request)


def _expressions(request: Body) -> tuple[KeyConditions, Any, Any]:
    """Conditions on keys, filter and projection."""
    if "KeyConditions" not in request and "KeyConditionExpression" not in request:
        raise ValidationError(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
            "request."
        )
    expressions = Expressions(request)
    keys = expressions.condition("KeyConditionExpression")
    condition = expressions.condition("FilterExpression")
    paths = expressions.projection()
    expressions.references.all_used()
    if keys is None:
        return key_ranges.legacy(request["KeyConditions"]), condition, paths
    with about("KeyConditionExpression"):
        return split(keys), condition, paths


def _no_keys(request: Body, keys: Keys, condition: Any) -> None:
    """Refuse a filter on the keys, which the conditions on keys are for."""
    heads = {path.head for path in paths_in(condition)}
    parameter = "QueryFilter" if "QueryFilter" in request else "Filter Expression"
    for name in keys.names:
        if name in heads:
            raise ValidationError(
                f"{parameter} can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )
