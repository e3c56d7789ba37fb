"""Throttles, quotas and other ends of what callers or faults can use: raised or taken away."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values, Weight
from tools.review.plan.facts.settings import leaves, text, weakened
from tools.review.plan.facts.weaker import as_list, number
from tools.review.plan.rules.tables import guards, loss, rows

PLAN = "aws_api_gateway_usage_plan"
STOPPED = "Take the limit away in a step of its own, or say who shall be refused"
ADVICE = "Check that what is behind it, and the budget, stand the larger number"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each limit that is higher than before, or gone."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("limits")):
            reason = f"{guard.reason}: {leaf.path}: {_said(leaf.old)} → {_said(leaf.new)}"
            yield Danger(Kind.LIMITS, change.address, reason, ADVICE)
        yield from _moved_to_another_plan(plan, change)
        yield from _of_one_route(change)
        yield from _stopped(change)
    for change in plan.gone():
        if reason := loss("limits", change):
            yield Danger(
                Kind.LIMITS, change.address, f"It is taken away. {reason}", ADVICE, Weight.STOP
            )


def _stopped(change: Change) -> Iterator[Danger]:
    """Limits of nothing at all."""
    for row in rows("limits", "none_at_zero"):
        for leaf in leaves(change, row["path"]):
            if not leaf.unknown and number(leaf.new) == 0 and number(leaf.old) != 0:
                reason = f"Nothing gets through: {leaf.path}: {_said(leaf.old)} → 0"
                yield Danger(Kind.LIMITS, change.address, reason, STOPPED, Weight.STOP)


def _of_one_route(change: Change) -> Iterator[Danger]:
    """Throttles of single routes that let more through than the usage plan's own."""
    _, after = change.sides()
    if change.type == PLAN:
        for name in ("rate_limit", "burst_limit"):
            limits = [number(each.get(name)) for each in as_list(after.get("throttle_settings"))]
            for leaf in leaves(change, f"api_stages.throttle.{name}"):
                new, old = number(leaf.new), number(leaf.old)
                above = max(filter(None, [old, *limits]), default=None)
                if new is not None and above is not None and new > above and new != old:
                    reason = (
                        f"One route lets more through: {leaf.path}: {_said(above)} → {_said(new)}"
                    )
                    yield Danger(Kind.LIMITS, change.address, reason, ADVICE)


def _moved_to_another_plan(plan: Plan, change: Change) -> Iterator[Danger]:
    if change.type == "aws_api_gateway_usage_plan_key":
        for leaf in leaves(change, "usage_plan_id"):
            was, now = _usage_plan(plan, leaf.old), _usage_plan(plan, leaf.new)
            is_stricter = was is not None and now is not None and not _is_looser(was, now)
            if leaf.old != leaf.new and not (leaf.unknown or is_stricter):
                reason = "The consumer gets the limits of another usage plan"
                yield Danger(Kind.LIMITS, change.address, reason, ADVICE)


def _usage_plan(plan: Plan, identity: object) -> Values | None:
    """The usage plan with this id, as it will be; None when this root has none."""
    known = [each for each in plan.objects if each.type == PLAN]
    sides = [each.sides() for each in known]
    return next((new for old, new in sides if identity in {old.get("id"), new.get("id")}), None)


def _is_looser(was: Values, now: Values) -> bool:
    """Whether one of its limits is higher, or its quota begins anew more often."""
    moved = Change("", PLAN, ("update",), was, now)
    return any(True for _ in weakened(moved, guards("limits")))


def _said(value: object) -> str:
    limit = number(value)
    return "no limit" if limit is None or limit < 0 else text(value)
