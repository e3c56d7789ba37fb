"""Settings whose next value nobody can review: it is known only after the apply."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan
from tools.review.plan.facts.settings import leaves
from tools.review.plan.policies.texts import policies
from tools.review.plan.rules.tables import rows

COMPUTED = {("aws_apigatewayv2_api", "body"), ("aws_instance", "security_groups")}
"""Settings that AWS gives, too, so that they are unknown with every change."""
ADVICE = "Plan again when what it is made of is there, or write the value so that it is known"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each risky setting of an existing object that the plan does not know."""
    for change in plan.altered():
        yield from _open_settings(change)
    for policy in policies(plan):
        if policy.after is None and policy.change.before is not None:
            yield _danger(policy.change, policy.attribute)
    for change in plan.new("aws_lambda_permission"):
        if isinstance(change.unknown, dict) and change.unknown.get("principal"):
            yield _danger(change, "principal")


def _open_settings(change: Change) -> Iterator[Danger]:
    for row in rows("unknown", "settings"):
        if (change.type, row["path"]) not in COMPUTED:
            for leaf in leaves(change, row["path"]):
                if leaf.unknown and leaf.old:
                    yield _danger(change, leaf.path)


def _danger(change: Change, path: str) -> Danger:
    reason = f"{path} is known only after the apply, so nobody can say whether it gets weaker"
    return Danger(Kind.UNKNOWN, change.address, reason, ADVICE)
