"""Who may sign requests and tokens: what the gateway needs to know from IAM, STS and Cognito."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import jwt


@dataclass(frozen=True)
class Limit:
    """A policy that grants nothing and must allow what others grant."""

    kind: str
    policy: object


@dataclass(frozen=True)
class Caller:
    """A user or a session of a role, by its access key."""

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
    """A Cognito user pool as far as its tokens go."""

    issuer: str
    keys: Mapping[str, jwt.PyJWK]


class Callers(Protocol):
    """Where callers are looked up, anew for each request."""

    def caller(self, access_key: str) -> Caller | None:
        """Whom an access key belongs to; None when there is none, or it is not active."""

    def user_pool(self, arn: str) -> UserPool | None:
        """The pool of this ARN; None when there is none."""
