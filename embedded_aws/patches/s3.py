"""Bucket policies that refuse plain HTTP, since the loopback endpoint counts as AWS's; names."""

import json
import re
from typing import Any

from moto.core.exceptions import ServiceException
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.s3.exceptions import InvalidBucketName
from moto.s3.models import S3Backend

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
LONGEST_KEY = 1024
NO_JSON = "Policies must be valid JSON and the first byte must be '{'"


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
    """Refuse names and policies that S3 refuses (user guide, "Naming rules")."""
    backend: Any = S3Backend
    if getattr(backend, "checks_names", False):
        return
    backend.checks_names = True
    create, policy, put = backend.create_bucket, backend.put_bucket_policy, backend.put_object

    def create_bucket(self: Any, bucket_name: str, *more: Any, **named: Any) -> Any:
        if not BUCKET.fullmatch(bucket_name):
            raise InvalidBucketName
        return create(self, bucket_name, *more, **named)

    def put_bucket_policy(self: Any, bucket_name: str, given: bytes | str) -> None:
        try:
            json.loads(given)
        except ValueError as error:
            raise ServiceException("MalformedPolicy", NO_JSON) from error
        policy(self, bucket_name, given)

    def put_object(self: Any, bucket_name: str, key_name: str, *more: Any, **named: Any) -> Any:
        if len(key_name.encode()) > LONGEST_KEY:
            raise ServiceException("KeyTooLongError", "Your key is too long")
        return put(self, bucket_name, key_name, *more, **named)

    backend.create_bucket, backend.put_object = create_bucket, put_object
    backend.put_bucket_policy = put_bucket_policy
