"""The policies that AWS manages, such as ReadOnlyAccess: each known once a request names it.

moto has their documents, 4.7 MB of them, but loads all or none. Only those in use are stored, so
that neither the start nor a snapshot pays for the others.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

PREFIX = "arn:aws:iam::aws:policy/"
BY_ARN = (
    "attach_group_policy",
    "attach_role_policy",
    "attach_user_policy",
    "create_role",
    "get_policy",
    "get_policy_version",
    "list_policy_versions",
    "put_role_permissions_boundary",
)


def install() -> None:
    """Load a policy when it is named, and list all; safe to call more than once."""
    backend: Any = IAMBackend
    if getattr(backend, "knows_managed_policies", False):
        return
    backend.knows_managed_policies = True
    for name in BY_ARN:
        setattr(backend, name, _loading(getattr(backend, name)))
    backend.list_policies = _with_all(backend.list_policies)


def _loading(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def named(self: Any, *arguments: Any, **options: Any) -> Any:
        for value in (*arguments, *options.values()):
            if isinstance(value, str) and value.startswith(PREFIX):
                _load(self, value)
        return original(self, *arguments, **options)

    return named


def _load(backend: Any, arn: str) -> None:
    if arn not in backend.managed_policies and arn in _documents():
        backend.managed_policies[arn] = _policy(backend, arn)


def _with_all(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def list_policies(self: Any, *arguments: Any, **options: Any) -> Any:
        stored = self.managed_policies
        others = {arn: _policy(self, arn) for arn in _documents() if arn not in stored}
        try:
            self.managed_policies = {**others, **stored}
            return original(self, *arguments, **options)
        finally:
            self.managed_policies = stored

    return list_policies


def _policy(backend: Any, arn: str) -> Any:
    name, data = _documents()[arn]
    return AWSManagedPolicy.from_data(name, backend.account_id, backend.region_name, data)


@cache
def _documents() -> Mapping[str, tuple[str, dict[str, Any]]]:
    """(name, data) of each policy by its ARN."""
    every = json.loads(aws_managed_policies_data)
    return {
        f"{PREFIX}{data['Path'].removeprefix('/')}{name}": (name, data)
        for name, data in every.items()
    }
