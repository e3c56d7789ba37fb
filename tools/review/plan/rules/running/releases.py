"""Releases that go on when they fail: rollback, alarms and canary switched off."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Danger, Kind, Plan
from tools.review.plan.facts.settings import (
    leaves,
    matches,
    text,
    weakened,
)
from tools.review.plan.rules.tables import guards

STAYS = "A release that fails stays"
GROUP = ("aws_codedeploy_deployment_group",)
GONE = ("aws_codedeploy_deployment_group", "aws_lambda_code_signing_config")
ADVICE = "Keep the guard: a release that nobody stops is a failure for everybody"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each guard of releases that is off or gone."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("releases")):
            reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.RELEASES, change.address, reason, ADVICE)
    for change in plan.altered(*GROUP):
        for leaf in leaves(change, "deployment_config_name"):
            if "allatonce" in _plain(leaf.new) and "allatonce" not in _plain(leaf.old):
                reason = (
                    f"A new version gets all traffic at once: {text(leaf.old)} → {text(leaf.new)}"
                )
                yield Danger(Kind.RELEASES, change.address, reason, ADVICE)
    for change in plan.gone():
        if matches(change, *GONE):
            yield Danger(Kind.RELEASES, change.address, f"It is taken away. {STAYS}", ADVICE)


def _plain(name: object) -> str:
    return str(name or "").lower().replace("-", "").replace("_", "")
