"""Bucket policies that refuse plain HTTP, since the loopback endpoint counts as AWS's; names."""

import re
from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.s3.exceptions import InvalidBucketName
from moto.s3.models import S3Backend

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


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
    _patch_names()


def _patch_names() -> None:
    """Refuse names that S3 refuses (user guide, "Naming rules")."""
    backend: Any = S3Backend
    if getattr(backend, "checks_names", False):
        return
    backend.checks_names = True
    create = backend.create_bucket

    def create_bucket(self: Any, bucket_name: str, *more: Any, **named: Any) -> Any:
        if not BUCKET.fullmatch(bucket_name):
            raise InvalidBucketName
        return create(self, bucket_name, *more, **named)

    backend.create_bucket = create_bucket
