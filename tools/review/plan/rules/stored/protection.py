"""Guards of data against deletion and loss: deletion protection, recovery, copies, dead letters."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import (
    text,
    weakened,
)
from tools.review.plan.rules.tables import guards, loss

ADVICE = "Leave it on; if it has to go, say until when and who watches the data"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each guard that is switched off, shortened or taken away."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("protection")):
            reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.PROTECTION, change.address, reason, ADVICE, Weight.STOP)
    for change in plan.gone():
        if reason := loss("protection", change):
            yield Danger(Kind.PROTECTION, change.address, f"It is taken away. {reason}", ADVICE)
