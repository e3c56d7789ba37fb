"""Throttles, quotas and other ends of what callers or faults can use: raised or taken away."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import (
    leaves,
    number,
    text,
    weakened,
)
from tools.review.plan.rules.tables import guards, loss

ADVICE = "Check that what is behind it, and the budget, stand the larger number"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each limit that is higher than before, or gone."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("limits")):
            reason = f"{guard.reason}: {leaf.path}: {_said(leaf.old)} → {_said(leaf.new)}"
            yield Danger(Kind.LIMITS, change.address, reason, ADVICE)
        yield from _moved_to_another_plan(change)
    for change in plan.gone():
        if reason := loss("limits", change):
            yield Danger(
                Kind.LIMITS, change.address, f"It is taken away. {reason}", ADVICE, Weight.STOP
            )


def _moved_to_another_plan(change: Change) -> Iterator[Danger]:
    if change.type == "aws_api_gateway_usage_plan_key":
        for leaf in leaves(change, "usage_plan_id"):
            if not leaf.unknown and leaf.old != leaf.new:
                reason = "The consumer gets the limits of another usage plan"
                yield Danger(Kind.LIMITS, change.address, reason, ADVICE)


def _said(value: object) -> str:
    limit = number(value)
    return "no limit" if limit is None or limit < 0 else text(value)
