"""Secondary indexes that DynamoDB drops, or drops and builds anew from the whole table."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import aligned, text

PARTS = ("hash_key", "range_key", "projection_type", "non_key_attributes", "key_schema")
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
    old, new = (side.get("global_secondary_index") or [] for side in (before, after))
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


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The parts that an index cannot change while it lives."""
    return [
        f"{part}: {text(one.get(part))} → {text(other.get(part))}"
        for part in PARTS
        if (one.get(part) or None) != (other.get(part) or None)
    ]
