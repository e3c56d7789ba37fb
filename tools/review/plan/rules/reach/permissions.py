"""Policies that allow more than before, or refuse less."""

from collections.abc import Iterator

from tools.review.plan.facts.model import Danger, Kind, Plan, Weight
from tools.review.plan.policies.comparison import no_longer_refused, widened
from tools.review.plan.policies.document import Statement
from tools.review.plan.policies.judgement import Finding, Setting, judged
from tools.review.plan.policies.objects import RESOURCES, existed, is_taken_off
from tools.review.plan.policies.owners import Pools
from tools.review.plan.policies.texts import Policy, policies

OF_IDENTITIES = (
    "aws_iam_policy", "aws_iam_role", "aws_iam_role_policy", "aws_iam_user_policy",
    "aws_iam_group_policy", "aws_iam_user", "aws_ssoadmin_permission_set_inline_policy",
)  # fmt: skip
ADVICE = "Name the actions and the resources one by one, and keep the conditions"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is allowed now, or refused no more."""
    every = list(policies(plan))
    pools = Pools(plan, every)
    for policy in every:
        if policy.before is not None and policy.after is not None:
            yield from _of_policy(plan, policy, pools)


def _of_policy(plan: Plan, policy: Policy, pools: Pools) -> Iterator[Danger]:
    before, after = policy.before or (), policy.after or ()
    setting = Setting(
        existed=existed(plan, policy.change),
        is_trust=policy.is_trust,
        is_of_resource=policy.change.type not in OF_IDENTITIES,
        accounts=plan.accounts,
    )
    for finding in judged(widened(pools.before(policy), after), setting):
        yield _danger(policy, finding)
    if policy.change.is_there_after or is_taken_off(plan, policy.change):
        for statement in no_longer_refused(before, pools.after(policy)):
            yield _refused_no_more(policy, statement)


def _danger(policy: Policy, finding: Finding) -> Danger:
    is_open = finding.is_public and not policy.change.type.startswith(RESOURCES)
    weight = Weight.STOP if finding.is_grave else Weight.LOOK
    kind = Kind.ACCESS if is_open else Kind.PERMISSIONS
    return Danger(kind, policy.change.address, finding.sentence, ADVICE, weight)


def _refused_no_more(policy: Policy, statement: Statement) -> Danger:
    actions = ", ".join(sorted(statement.actions)[:4])
    name = statement.sid or "A statement"
    reason = f"{name}: it refused {actions}, and is gone or refuses less"
    return Danger(Kind.PERMISSIONS, policy.change.address, reason, ADVICE, Weight.STOP)
