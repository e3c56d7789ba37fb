"""The place where a page starts: the whole key of an item, within what is read."""

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.operations.key_ranges import KeyRange
from embedded_aws.dynamodb.operations.selecting import BAD_START
from embedded_aws.dynamodb.tables import checks
from embedded_aws.dynamodb.tables.schema import Index, Schema
from embedded_aws.dynamodb.values.attributes import Values


def of_query(schema: Schema, index: Index | None, start: Values, span: KeyRange) -> None:
    """Refuse a start that no page of this Query ends at."""
    _whole(schema, index, start, BAD_START)
    if not span.sort:
        if not span.is_of(start):
            raise ValidationError(
                "The provided starting key is outside query boundaries based on provided conditions"
            )
        return
    if not span.has(start):
        raise ValidationError("The provided starting key does not match the range key predicate")
    if not span.is_of(start):
        raise ValidationError("The query can return at most one row and cannot be restarted")


def of_scan(schema: Schema, index: Index | None, start: Values) -> None:
    """Refuse a start that no page of this Scan ends at."""
    mismatch = BAD_START if index else f"{BAD_START}: {checks.WRONG_KEY}"
    _whole(schema, index, start, mismatch)


def _whole(schema: Schema, index: Index | None, start: Values, mismatch: str) -> None:
    own = index.keys.names if index else ()
    if set(start) != {*schema.keys.names, *own}:
        raise ValidationError(mismatch)
    if index:
        checks.typed(schema, index.keys, start)
    try:
        checks.key(schema, {name: start[name] for name in schema.keys.names})
    except ValidationError as error:
        raise ValidationError(f"{BAD_START}: {error.message}") from error
