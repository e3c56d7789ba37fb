"""User pools: their deletion protection, their domains, and users that fit them.

Cognito API reference, DeleteUserPool, CreateUserPoolDomain, AdminCreateUser.
"""

from typing import Any

from moto.cognitoidp.exceptions import InvalidParameterException
from moto.cognitoidp.models import CognitoIdpBackend

PROTECTED = (
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection "
    "must be inactivated first."
)
CUSTOM = "custom:"


def install() -> None:
    """Patch moto; safe to call more than once."""
    backend: Any = CognitoIdpBackend
    if getattr(backend, "protects_pools", False):
        return
    backend.protects_pools = True
    _patch_pools(backend)
    _patch_users(backend)


def _patch_pools(backend: Any) -> None:
    delete, create_domain = backend.delete_user_pool, backend.create_user_pool_domain

    def delete_user_pool(self: Any, user_pool_id: str) -> None:
        pool = self.describe_user_pool(user_pool_id)
        if pool.extended_config.get("DeletionProtection") == "ACTIVE":
            raise InvalidParameterException(PROTECTED)
        delete(self, user_pool_id)

    def create_user_pool_domain(
        self: Any, user_pool_id: str, domain: str, *more: Any, **named: Any
    ) -> Any:
        if domain in self.user_pool_domains:
            raise InvalidParameterException("Domain already associated with another user pool.")
        return create_domain(self, user_pool_id, domain, *more, **named)

    backend.delete_user_pool = delete_user_pool
    backend.create_user_pool_domain = create_user_pool_domain


def _patch_users(backend: Any) -> None:
    create, update = backend.admin_create_user, backend.admin_update_user_attributes

    def admin_create_user(  # noqa: PLR0913, PLR0917 - moto's
        self: Any,
        user_pool_id: str,
        username: str,
        message_action: str,
        temporary_password: str,
        attributes: list[dict[str, str]],
    ) -> Any:
        _check_attributes(self.describe_user_pool(user_pool_id), attributes)
        if temporary_password:
            self._validate_password(user_pool_id, temporary_password)
        return create(self, user_pool_id, username, message_action, temporary_password, attributes)

    def admin_update_user_attributes(
        self: Any, user_pool_id: str, username: str, attributes: list[dict[str, str]]
    ) -> None:
        _check_attributes(self.describe_user_pool(user_pool_id), attributes)
        update(self, user_pool_id, username, attributes)

    backend.admin_create_user = admin_create_user
    backend.admin_update_user_attributes = admin_update_user_attributes


def _check_attributes(pool: Any, attributes: list[dict[str, str]] | None) -> None:
    """Refuse an attribute of one's own that the pool's schema lacks."""
    for each in attributes or ():
        name = each["Name"]
        if name.startswith(CUSTOM) and name not in pool.schema_attributes:
            raise InvalidParameterException(f"user.{name}: Attribute does not exist in the schema.")
