"""Secondary indexes that DynamoDB drops, or drops and builds anew from the whole table."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values, Weight
from tools.review.plan.facts.settings import aligned, text

PARTS = (
    "hash_key", "range_key", "projection_type", "non_key_attributes", "key_schema",
    "hash_key type", "range_key type",
)  # fmt: skip
ADVICE = (
    "Add an index beside it under a new name, move the queries, and take the old one away later"
)


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each index of a table that stays, but loses or rebuilds it."""
    for change in plan.altered("aws_dynamodb_table"):
        yield from _of_table(change)
    for change in plan.changes:
        if change.type == "aws_dynamodb_global_secondary_index" and "delete" in change.actions:
            yield Danger(
                Kind.INDEX,
                change.address,
                "The index is dropped: queries on it fail",
                ADVICE,
                Weight.STOP,
            )


def _of_table(change: Change) -> Iterator[Danger]:
    before, after = change.sides()
    old, new = (list(map(_typed(side), _indexes(side))) for side in (before, after))
    for name, one, other, _ in aligned(old, new):
        if one and other is None:
            reason = f"The index {name} is dropped: queries on it fail"
        elif one and _different(one, other):
            parts = ", ".join(_different(one, other))
            reason = (
                f"The index {name} is dropped and built anew, and queries fail until then: {parts}"
            )
        else:
            continue
        yield Danger(Kind.INDEX, change.address, reason, ADVICE, Weight.STOP)


def _indexes(side: Values) -> list[Mapping[str, Any]]:
    return side.get("global_secondary_index") or []


def _typed(side: Values) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """An index with the types of its keys, which are the table's to say."""
    types = {each.get("name"): each.get("type") for each in side.get("attribute") or []}
    return lambda index: {
        **index,
        "hash_key type": types.get(index.get("hash_key")),
        "range_key type": types.get(index.get("range_key")),
    }


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The parts that an index cannot change while it lives."""
    return [
        f"{part}: {text(one.get(part))} → {text(other.get(part))}"
        for part in PARTS
        if (one.get(part) or None) != (other.get(part) or None)
    ]
