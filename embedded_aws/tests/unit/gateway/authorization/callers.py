"""Callers of IAM as the gateway knows them."""

from dataclasses import replace
from typing import Any

from embedded_aws.gateway.authorization.callers import Caller

ADA = Caller(
    access_key="AKIAADA",
    secret="secret",
    session_token=None,
    expires=None,
    account_id="123456789012",
    unique_id="AIDAADA",
    arn="arn:aws:iam::123456789012:user/ada",
    principal_arn="arn:aws:iam::123456789012:user/ada",
    kind="User",
    user_name="ada",
    policies=(),
    limits=(),
)


def caller(**changes: Any) -> Caller:
    """Ada, or somebody else."""
    return replace(ADA, **changes)
