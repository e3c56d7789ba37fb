"""Destroyed or replaced objects that hold data, or an address that callers know."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.rules.tables import rows

KEEP = "Keep it, or take a backup and have somebody agree; a rename needs a moved block"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is lost."""
    for change in plan.changes:
        contents = _contents(change)
        if contents and not _stays(change):
            yield Danger(
                Kind.DATA_LOSS, change.address, _reason(change, contents), KEEP, Weight.STOP
            )


def _contents(change: Change) -> str:
    """A sentence about its contents; empty for an object without any."""
    return next(
        (
            row["holds"]
            for row in rows("data_loss", "holders")
            if fnmatchcase(change.type, row["type"])
        ),
        "",
    )


def _stays(change: Change) -> bool:
    """Whether it is not deleted, or not in AWS."""
    if "delete" not in change.actions:
        return True
    before = change.before or {}
    return bool(before.get("skip_destroy")) or before.get("deletion_policy") == "RETAIN"


def _reason(change: Change, contents: str) -> str:
    if change.verb == "replace" and change.previous_address not in {None, change.address}:
        return (
            f"{change.previous_address} is destroyed and made anew under this address: {contents}"
        )
    if change.verb == "replace":
        causes = sorted({".".join(map(str, path)) for path in change.replace_paths})
        why = f" because {', '.join(causes)} cannot be changed" if causes else ""
        return f"It is replaced{why}: {contents}"
    return f"It is destroyed: {contents}"
