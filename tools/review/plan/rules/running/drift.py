"""Changes made outside Terraform: what the plan takes back, and what got weaker meanwhile."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan

type Rule = Callable[[Plan], Iterable[Danger]]

UNTOLD = {"tags_all", "last_modified", "etag", "version_id", "arn", "id"}
ADVICE = "Ask who changed it and why; then write it into Terraform, or let the apply take it back"


def dangers(plan: Plan, others: Iterable[Rule] = ()) -> Iterator[Danger]:
    """Each object that is not as the last apply left it, if that matters."""
    planned = {each.previous_address or each.address: each for each in plan.changes}
    for drifted in plan.drift:
        if drifted.mode != "managed":
            continue
        reason = _reason(plan, drifted, planned.get(drifted.address), others)
        if reason:
            yield Danger(Kind.DRIFT, drifted.address, reason, ADVICE)


def _reason(plan: Plan, drifted: Change, change: Change | None, others: Iterable[Rule]) -> str:
    if drifted.after is None:
        return "It was deleted outside Terraform" + ("; the apply makes it anew" if change else "")
    names = _names(drifted)
    taken_back = [name for name in names if change and _differs(change, name)]
    if taken_back:
        listed = ", ".join(taken_back)
        return f"It was changed outside Terraform, and the apply takes it back: {listed}"
    alone = replace(plan, changes=(replace(drifted, actions=("update",)),), drift=())
    weaker = [danger.reason for rule in others for danger in rule(alone)]
    return f"It was changed outside Terraform, and stays so: {weaker[0]}" if weaker else ""


def _names(drifted: Change) -> list[str]:
    before, after = drifted.sides()
    return sorted(
        name
        for name in {*before, *after} - UNTOLD
        if _plain(before.get(name)) != _plain(after.get(name))
    )


def _plain(value: Any) -> Any:
    """Nothing in any form of it is the same nothing."""
    return None if value in ("", [], {}, False) else value


def _differs(change: Change, name: str) -> bool:
    if change.before is None or change.after is None:
        return True
    return bool(change.before.get(name) != change.after.get(name))
