"""Shorter lives of what is stored: logs, messages, streams, objects and items."""

import re
from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan
from tools.review.plan.facts.settings import Guard, Leaf, leaves, text, weakened
from tools.review.plan.facts.weaker import changed, lowered_from_forever, number
from tools.review.plan.rules.stored import lifecycles
from tools.review.plan.rules.tables import guards

SHORTER = "What is older is deleted"
NAME = re.compile(r"retention|^message_retention_seconds$")
UNRELATED = {
    "backup_retention_period",
    "automatic_backup_retention_days",
    "snapshot_retention_limit",
}
ADVICE = "Have whoever needs the old data agree; what has been deleted does not come back"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each time that gets shorter; 0, and none at all, is for ever."""
    for change in plan.altered():
        every = [*_by_name(change), *weakened(change, guards("retention")), *_ttl(change)]
        for guard, leaf in every:
            reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.RETENTION, change.address, reason, ADVICE)
        for reason in lifecycles.reasons(change):
            yield Danger(Kind.RETENTION, change.address, reason, ADVICE)
    for change in plan.new(lifecycles.TYPE):
        if lifecycles.begins(plan, change):
            reason = "Objects of a bucket that is there are deleted by a new rule"
            yield Danger(Kind.RETENTION, change.address, reason, ADVICE)
    for change in plan.new("aws_ecr_lifecycle_policy"):
        yield Danger(Kind.RETENTION, change.address, "Images are deleted by a new policy", ADVICE)


def _by_name(change: Change) -> Iterator[tuple[Guard, Leaf]]:
    """Arguments that are called a retention, whatever their type."""
    before, after = change.sides()
    for name in sorted({*before, *after}):
        if NAME.search(name) and name not in UNRELATED:
            for leaf in leaves(change, name):
                is_number = number(leaf.old) is not None or number(leaf.new) is not None
                if not leaf.unknown and is_number and lowered_from_forever(leaf.old, leaf.new):
                    yield Guard(name, lowered_from_forever, SHORTER), leaf


def _ttl(change: Change) -> Iterator[tuple[Guard, Leaf]]:
    """Another attribute that says when an item is deleted."""
    guard = Guard("ttl.attribute_name", changed, "Another field says when items are deleted")
    before, after = change.sides()
    on_both = all((side.get("ttl") or [{}])[0].get("enabled") for side in (before, after))
    if change.type == "aws_dynamodb_table" and on_both:
        yield from weakened(change, (guard,))
