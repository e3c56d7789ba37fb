"""The callers and user pools that the gateway looks up in IAM, STS and Cognito."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import jwt


@dataclass(frozen=True)
class Limit:
    """A policy that grants nothing, and without which other grants have no effect."""

    kind: str
    policy: object


@dataclass(frozen=True)
class Caller:
    """A user or a role's session, by its access key."""

    access_key: str
    secret: str = field(repr=False)
    session_token: str | None = field(repr=False)
    expires: float | None
    account_id: str
    unique_id: str
    arn: str
    principal_arn: str
    """The role's for a session, the caller's own otherwise."""
    kind: str
    user_name: str | None
    policies: tuple[object, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class UserPool:
    """The part of a Cognito user pool that verifies its tokens."""

    issuer: str
    keys: Mapping[str, jwt.PyJWK]


class Callers(Protocol):
    """Looks callers up, anew for each request."""

    def caller(self, access_key: str) -> Caller | None:
        """The owner of an active access key; None without one."""

    def user_pool(self, arn: str) -> UserPool | None:
        """The pool with this ARN; None without one."""
