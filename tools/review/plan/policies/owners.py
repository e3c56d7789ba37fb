"""The roles, users and groups that identity policies belong to, also through an attachment."""

from collections.abc import Iterable

from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.facts.places import configuration
from tools.review.plan.policies.document import Statement
from tools.review.plan.policies.texts import Policy

HOLDERS = ("role", "user", "group")
ATTACHED = "policy_arn"


def owners_of(plan: Plan, change: Change) -> frozenset[str]:
    """`role orders`, `user jane`: of an inline policy, a role with one, an attached policy."""
    if change.type == "aws_iam_policy":
        attachments = [each for each in plan.changes if _attaches(plan, each, change)]
        return frozenset(name for each in attachments for name in _holders(each))
    if change.type in {f"aws_iam_{holder}" for holder in HOLDERS}:
        name = (change.after or change.before or {}).get("name")
        return frozenset([f"{change.type.removeprefix('aws_iam_')} {name}"])
    return _holders(change)


def _holders(change: Change) -> frozenset[str]:
    values = change.after or change.before or {}
    return frozenset(f"{each} {values[each]}" for each in HOLDERS if values.get(each))


def _attaches(plan: Plan, attachment: Change, policy: Change) -> bool:
    """Whether it attaches this policy, whose ARN may be known after the apply only."""
    if "_policy_attachment" not in attachment.type:
        return False
    for side, other in zip(attachment.sides(), policy.sides(), strict=True):
        if side.get(ATTACHED) and side.get(ATTACHED) == other.get("arn"):
            return True
    expression = configuration(plan, attachment.address).get("expressions", {}).get(ATTACHED, {})
    name = policy.address.rpartition("aws_iam_policy.")[2].partition("[")[0]
    return f"aws_iam_policy.{name}" in expression.get("references", [])


class Pools:
    """All statements of each owner, before and after: a statement may move between its policies."""

    def __init__(self, plan: Plan, policies: Iterable[Policy]) -> None:
        self._plan = plan
        self._policies = [(each, owners_of(plan, each.change)) for each in policies]

    def before(self, policy: Policy) -> tuple[Statement, ...]:
        """Statements that the policy or another one of its owners had."""
        return _together([policy.before, *(each.before for each in self._beside(policy))])

    def after(self, policy: Policy) -> tuple[Statement, ...]:
        """Statements that the policy or another one of its owners will have."""
        return _together([policy.after, *(each.after for each in self._beside(policy))])

    def _beside(self, policy: Policy) -> list[Policy]:
        mine = owners_of(self._plan, policy.change)
        return [
            each
            for each, owners in self._policies
            if mine and mine == owners and each.is_trust == policy.is_trust
        ]


def _together(every: Iterable[tuple[Statement, ...] | None]) -> tuple[Statement, ...]:
    return tuple(statement for each in every for statement in each or ())
