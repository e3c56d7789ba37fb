"""Releases that go on when they fail: rollback, alarms and canary switched off."""

import re
from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Values
from tools.review.plan.facts.settings import (
    leaves,
    text,
    weakened,
)
from tools.review.plan.facts.weaker import as_list, number
from tools.review.plan.rules.tables import guards

STAYS = "A release that fails stays"
GROUP = ("aws_codedeploy_deployment_group",)
ALIAS_PARTS = ("function_version", "routing_config.additional_version_weights")
LAYER = re.compile(r"^arn:[\w-]*:lambda:[\w-]*:(\d{12}):layer:")
ALL = 100
"""Percent of the traffic."""
GONE = ("aws_codedeploy_deployment_group", "aws_lambda_code_signing_config")
ADVICE = "Keep the guard: a release that nobody stops is a failure for everybody"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each guard of releases that is off or gone, and code of somebody else."""
    for change in plan.altered():
        for guard, leaf in weakened(change, guards("releases")):
            reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.RELEASES, change.address, reason, ADVICE)
    for change in plan.altered(*GROUP):
        yield from _at_once(change)
    for change in plan.altered("aws_codedeploy_deployment_config"):
        yield from _faster(change)
    for change in plan.altered("aws_lambda_alias"):
        yield from _shifted(change)
    for change in plan.coming("aws_lambda_function"):
        yield from _foreign_code(plan, change)
    for change in plan.gone(*GONE):
        yield Danger(Kind.RELEASES, change.address, f"It is taken away. {STAYS}", ADVICE)


def _at_once(change: Change) -> Iterator[Danger]:
    for leaf in leaves(change, "deployment_config_name"):
        if "allatonce" in _plain(leaf.new) and "allatonce" not in _plain(leaf.old):
            reason = f"A new version gets all traffic at once: {text(leaf.old)} → {text(leaf.new)}"
            yield Danger(Kind.RELEASES, change.address, reason, ADVICE)


def _faster(change: Change) -> Iterator[Danger]:
    """A larger first share of the traffic, or less time to watch it, in whatever steps."""
    (share, minutes), (larger, shorter) = map(_pace, change.sides())
    if share is None or larger is None:
        return  # all of it is of another platform, or not known
    if larger > share:
        reason = f"A new version gets more traffic at once: {text(share)} → {text(larger)} %"
        yield Danger(Kind.RELEASES, change.address, reason, ADVICE)
    if larger < ALL and shorter < minutes:
        reason = (
            f"A new version is watched for a shorter time: {text(minutes)} → {text(shorter)} min"
        )
        yield Danger(Kind.RELEASES, change.address, reason, ADVICE)


def _pace(values: Values) -> tuple[float | None, float]:
    """The percentage that a new version gets first, and the minutes until it gets more."""
    for routing in as_list(values.get("traffic_routing_config")):
        if routing.get("type") == "AllAtOnce":
            return ALL, 0
        for name in ("time_based_canary", "time_based_linear"):
            for pace in as_list(routing.get(name)):
                return number(pace.get("percentage")), number(pace.get("interval")) or 0
    return None, 0


def _shifted(change: Change) -> Iterator[Danger]:
    """Traffic that an apply shifts, past smoke test, canary and alarms."""
    for path in ALIAS_PARTS:
        for leaf in leaves(change, path):
            if leaf.unknown or leaf.old != leaf.new:
                reason = f"The apply shifts its traffic itself, past the release: {path}"
                yield Danger(Kind.RELEASES, change.address, reason, ADVICE)


def _foreign_code(plan: Plan, change: Change) -> Iterator[Danger]:
    """Layers of other accounts, whose code runs with the function's rights."""
    before, after = (set(map(str, as_list(side.get("layers")))) for side in change.sides())
    for layer in sorted(after - before):
        owner = LAYER.match(layer)
        if owner and owner[1] not in plan.accounts:
            reason = f"Code of account {owner[1]} runs with its rights: {layer}"
            advice = "Read what is in it, and keep a copy in the own account"
            yield Danger(Kind.RELEASES, change.address, reason, advice)


def _plain(name: object) -> str:
    return str(name or "").lower().replace("-", "").replace("_", "")
