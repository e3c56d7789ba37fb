"""Scan."""

from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.operations import reads, selecting, starts
from embedded_aws.dynamodb.operations.pages import page
from embedded_aws.dynamodb.operations.selecting import BAD_START
from embedded_aws.dynamodb.requests.expressions import Expressions, not_mixed
from embedded_aws.dynamodb.tables.ordering import SPACE, everywhere, hashed
from embedded_aws.dynamodb.tables.schema import Keys
from embedded_aws.dynamodb.tables.store import store_of
from embedded_aws.dynamodb.values.attributes import Values

type Body = dict[str, Any]
EXPRESSIONS = ("ProjectionExpression", "FilterExpression")
LEGACY = ("AttributesToGet", "ScanFilter", "ConditionalOperator")


def scan(backend: Any, request: Body) -> Body:
    """Scan."""
    not_mixed(request, EXPRESSIONS, LEGACY)
    selecting.select(request, "")
    names = reads.attribute_names(request)
    start = selecting.start_of(request)
    segment = _segment(request)
    expressions = Expressions(request)
    condition = expressions.condition("FilterExpression")
    paths = expressions.projection()
    expressions.references.all_used()
    condition = selecting.filter_of(request, "ScanFilter", condition)
    store = store_of(backend, request["TableName"])
    index = selecting.index_of(request, store)
    if start is not None:
        starts.of_scan(store.schema, index, start)
        _in_segment(index.keys if index else store.schema.keys, start, segment)
    selection = selecting.selection(
        request, store, index, condition, names if paths is None else paths
    )
    return page(selection, everywhere(store, index, start, segment), request)


def _segment(request: Body) -> tuple[int, int]:
    """Number and count of a parallel Scan's segments."""
    segment, total = request.get("Segment"), request.get("TotalSegments")
    if segment is None and total is None:
        return 0, 1
    if total is None:
        raise ValidationError(
            "The TotalSegments parameter is required but was not present in the request when "
            "Segment parameter is present"
        )
    if segment is None:
        raise ValidationError(
            "The Segment parameter is required but was not present in the request when parameter "
            "TotalSegments is present"
        )
    if segment >= total:
        raise ValidationError(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
            f"Segment: {segment} is not less than TotalSegments: {total}"
        )
    return segment, total


def _in_segment(keys: Keys, start: Values, segment: tuple[int, int]) -> None:
    number, count = segment
    if hashed([start[name] for name in keys.partition]) * count // SPACE != number:
        raise ValidationError(
            f"{BAD_START}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct "
            f"Segment. TotalSegments: {count} Segment: {number}"
        )
