"""The permissions of a role: its policies, within its boundary."""

from typing import Any

from moto.iam.models import iam_backends

from embedded_aws.gateway.authorization.moto_callers import PARTITION, limits_of, policies_of
from embedded_aws.gateway.authorization.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)


def role_allows(role_arn: str, action: str, resource: str) -> bool:
    """Whether the role may do this; an unknown role may do nothing."""
    role = _role(role_arn)
    if role is None:
        return False
    account: Any = iam_backends[role.account_id][PARTITION]
    boundaries = [limit.policy for limit in limits_of(role, account)]
    return all(
        combined(_decisions(policies, action, resource)) is Decision.ALLOWED
        for policies in (list(policies_of(role)), *([each] for each in boundaries))
    )


def _role(arn: str) -> Any:
    for backends in list(iam_backends.values()):
        account: Any = backends[PARTITION]
        for role in list(account.roles.values()):
            if role.arn == arn:
                return role
    return None


def _decisions(policies: list[object], action: str, resource: str) -> list[Decision]:
    decisions = []
    for policy in policies:
        try:
            decisions.append(decide(policy, action, resource))
        except MalformedPolicyError:
            decisions.append(Decision.UNMENTIONED)
    return decisions
