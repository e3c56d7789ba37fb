"""Rules by which a bucket deletes its objects: switched on, wider than before, or new."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.facts.settings import aligned

TYPE = "aws_s3_bucket_lifecycle_configuration"
ENDS = ("expiration", "noncurrent_version_expiration")
TIMES = ("days", "date", "noncurrent_days")


def begins(plan: Plan, change: Change) -> bool:
    """Whether new rules delete objects of a bucket that was there before."""
    after = change.after or {}
    new = {str((each.after or {}).get("bucket")) for each in plan.new("aws_s3_bucket")}
    is_there = after.get("bucket") and str(after["bucket"]) not in new
    return bool(is_there) and any(map(_deletes, after.get("rule") or []))


def reasons(change: Change) -> Iterator[str]:
    """Each rule that deletes more than before, apart from its times."""
    if change.type != TYPE:
        return
    before, after = (side.get("rule") or [] for side in change.sides())
    for name, old, new, _ in aligned(before, after):
        if old and new and _deletes(new):
            if not _deletes(old) and _ends(old):
                yield f"The rule {name} is switched on, and deletes what is older"
            elif _deletes(old) and _is_wider(old, new):
                yield f"The rule {name} deletes other objects, too"


def _deletes(rule: Mapping[str, Any]) -> bool:
    return rule.get("status") == "Enabled" and _ends(rule)


def _ends(rule: Mapping[str, Any]) -> bool:
    blocks = [block for end in ENDS for block in rule.get(end) or []]
    return any(block.get(time) for block in blocks for time in TIMES)


def _is_wider(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether its filter has another beginning than one below the old one, or asks for less."""
    was, now = (_filter(each) for each in (old, new))
    prefix_was, prefix_now = (str(each.pop("prefix", None) or "") for each in (was, now))
    return not prefix_now.startswith(prefix_was) or any(
        now.get(name) != value for name, value in was.items()
    )


def _filter(rule: Mapping[str, Any]) -> dict[str, Any]:
    blocks = rule.get("filter") or [{}]
    every = {"prefix": rule.get("prefix"), **(blocks[0] or {})}
    every["prefix"] = every.get("prefix") or rule.get("prefix")
    return {name: value for name, value in every.items() if value}
