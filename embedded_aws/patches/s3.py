"""Bucket policies that refuse plain HTTP: the loopback endpoint counts as AWS's TLS endpoint."""

from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult


def install() -> None:
    """Evaluate `aws:SecureTransport` as AWS does behind TLS; moto ignores such conditions."""
    original = IAMPolicyStatement.is_action_permitted

    def is_action_permitted(self: Any, *arguments: Any, **options: Any) -> PermissionResult:
        conditions = self._statement.get("Condition") or {}
        secure = (conditions.get("Bool") or {}).get("aws:SecureTransport")
        if secure in (False, "false", ["false"]):
            return PermissionResult.NEUTRAL
        return original(self, *arguments, **options)

    IAMPolicyStatement.is_action_permitted = is_action_permitted
