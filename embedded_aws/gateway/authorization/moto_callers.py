"""Callers from moto's IAM, STS and Cognito."""

import json
from calendar import timegm
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import jwt
from moto.cognitoidp.models import cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from embedded_aws.gateway.authorization.callers import Caller, Limit, UserPool

PARTITION = "aws"


class MotoCallers:
    """Looks callers up in moto: a deleted key or a changed policy counts at once."""

    def caller(self, access_key: str) -> Caller | None:
        """The owner of an active access key; None without one."""
        owners = (*_users(access_key), *_sessions(access_key))
        return owners[0] if owners else None

    def user_pool(self, arn: str) -> UserPool | None:
        """The pool with this ARN; None without one."""
        service, region, account_id, resource = (*arn.split(":")[2:], "", "", "", "")[:4]
        if service != "cognito-idp" or region not in cognitoidp_backends[account_id]:
            return None
        pools: Any = cognitoidp_backends[account_id][region].user_pools
        pool_id = resource.removeprefix("userpool/")
        if pool_id not in pools:
            return None
        return UserPool(f"https://cognito-idp.{region}.amazonaws.com/{pool_id}", _published_keys())


@cache
def _published_keys() -> dict[str, jwt.PyJWK]:
    """The keys in every pool's JWKS, which moto's pools share."""
    document = json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)
    return {str(key.key_id): key for key in jwt.PyJWKSet.from_dict(document).keys}


def _users(access_key: str) -> Iterator[Caller]:
    for account_id, backends in list(iam_backends.items()):
        iam: Any = backends[PARTITION]
        key = iam.access_keys.get(access_key)
        user = iam.users.get(key.user_name) if key and key.user_name else None
        if user and key in user.access_keys and key.status == "Active":
            yield Caller(
                access_key=access_key,
                secret=key.secret_access_key,
                session_token=None,
                expires=None,
                account_id=account_id,
                unique_id=user.id,
                arn=user.arn,
                principal_arn=user.arn,
                kind="User",
                user_name=user.name,
                policies=tuple(policies_of(user, *_groups(iam, user))),
                limits=(),
            )


def _sessions(access_key: str) -> Iterator[Caller]:
    for account_id, backends in list(sts_backends.items()):
        sts: Any = backends[PARTITION]
        for session in list(sts.assumed_roles):
            if session.access_key_id == access_key:
                iam: Any = iam_backends[account_id][PARTITION]
                roles = [each for each in list(iam.roles.values()) if each.arn == session.role_arn]
                yield from (_session(account_id, session, role, iam) for role in roles)


def _session(account_id: str, session: Any, role: Any, iam: Any) -> Caller:
    return Caller(
        access_key=session.access_key_id,
        secret=session.secret_access_key,
        session_token=session.session_token,
        expires=timegm(session.expiration.utctimetuple()),  # without a zone in moto
        account_id=account_id,
        unique_id=f"{role.id}:{session.session_name}",
        arn=session.arn,
        principal_arn=role.arn,
        kind="AssumedRole",
        user_name=None,
        policies=tuple(policies_of(role)),
        limits=tuple(_limits(session, role, iam)),
    )


def _limits(session: Any, role: Any, iam: Any) -> Iterator[Limit]:
    if session.policy:
        yield Limit("session policy", _parsed(session.policy))
    yield from limits_of(role, iam)


def limits_of(role: Any, iam: Any) -> Iterator[Limit]:
    """The role's permissions boundary, if any."""
    if role.permissions_boundary_arn:
        boundary = iam.managed_policies.get(role.permissions_boundary_arn)
        yield Limit("permissions boundary", _document(boundary) if boundary else None)


def _groups(iam: Any, user: Any) -> list[Any]:
    return [each for each in list(iam.groups.values()) if user in each.users]


def policies_of(*holders: Any) -> Iterator[object]:
    """The inline and attached policies."""
    for holder in holders:
        yield from map(_parsed, list(holder.policies.values()))
        yield from map(_document, list(holder.managed_policies.values()))


def _document(policy: Any) -> object:
    """The document of a managed policy's default version."""
    return next((_parsed(each.document) for each in policy.versions if each.is_default), None)


@lru_cache(maxsize=1024)
def _parsed(document: str) -> object:
    """The cached, immutable policy; None for an invalid one."""
    try:
        return json.loads(document)
    except ValueError:
        return None
