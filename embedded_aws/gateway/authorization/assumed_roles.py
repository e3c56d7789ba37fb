"""Roles that API Gateway assumes to call a function or a service (`credentials`)."""

from typing import Any

from moto.iam.models import iam_backends

from embedded_aws.gateway.authorization.moto_callers import PARTITION, limits_of, policies_of
from embedded_aws.gateway.authorization.policies.policy import (
    Decision,
    MalformedPolicyError,
    combined,
    decide,
)
from embedded_aws.gateway.authorization.policies.trust import trusts

PRINCIPAL = "apigateway.amazonaws.com"


class MotoRoles:
    """Looks roles up in moto's IAM, anew for each call."""

    def assumable(self, role_arn: str) -> bool:
        """Whether the role exists and trusts API Gateway."""
        role = _role(role_arn)
        return role is not None and trusts(role.assume_role_policy_document, PRINCIPAL)

    def allows(self, role_arn: str, action: str, resource: str) -> bool:
        """Whether the role's policies allow this, within its boundary."""
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
        for role in list(backends[PARTITION].roles.values()):
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
