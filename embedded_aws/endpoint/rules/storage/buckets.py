"""Buckets and who may reach them (Amazon S3 API reference; user guide, "Blocking public access").

The words are S3's own: hashicorp/terraform-provider-aws#28353, and recordings.
"""

import re
from http import HTTPStatus
from typing import Any

from moto.s3.models import s3_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import function_named, is_there
from embedded_aws.endpoint.rules.rule import Given, rule

ARGUMENT, DENIED = "InvalidArgument", HTTPStatus.FORBIDDEN
ENFORCED, NO_LISTS = "BucketOwnerEnforced", "AccessControlListNotSupported"
OWNED = (
    "DeleteObject GetBucketLocation GetBucketPolicy GetObject HeadBucket HeadObject ListObjectsV2 "
    "PutBucketPolicy PutObject"
)
_ACCOUNT = re.compile(r"\d{12}")


def bucket_of(given: Given) -> Any:
    """The bucket that the request names; None without one."""
    buckets: Any = s3_backends[ACCOUNT_ID]["aws"].buckets
    return buckets.get(given.get("Bucket"))


def is_enforced(bucket: Any) -> bool:
    """Whether the bucket's owner has all objects, and no ACL counts."""
    rule_ = (bucket.ownership_rule or {}) if bucket else {}
    return ENFORCED in str(rule_)


def _acl(given: Given) -> str | None:
    acl = given.get("ACL") or given.get("AccessControlPolicy") or given.get("GrantRead")
    if not acl or acl == "bucket-owner-full-control" or not is_enforced(bucket_of(given)):
        return None
    return "The bucket does not allow ACLs"


def _object_acl(given: Given) -> str | None:
    # Whoever writes an object as its owner says the same with both: the owner has full control.
    return None if given.get("ACL") == "private" else _acl(given)


def _first_acl(given: Given) -> str | None:
    owned = given.get("ObjectOwnership") or ENFORCED
    if given.get("ACL") in {None, "private"} or owned != ENFORCED:
        return None
    return "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting"


def _versioning(given: Given) -> str | None:
    status = (given.get("VersioningConfiguration") or {}).get("Status")
    return None if status else "The Versioning element must be specified"


def _website(given: Given) -> str | None:
    index = (given.get("WebsiteConfiguration") or {}).get("IndexDocument") or {}
    suffix = index.get("Suffix")
    if suffix is None or (suffix and "/" not in suffix):
        return None
    return "The IndexDocument Suffix is not well formed"


def _destinations(given: Given) -> str | None:
    config = given.get("NotificationConfiguration") or {}
    functions = config.get("LambdaFunctionConfigurations") or ()
    known = all(function_named(given, each.get("LambdaFunctionArn")) for each in functions)
    others = (("QueueConfigurations", "QueueArn"), ("TopicConfigurations", "TopicArn"))
    arns = [str(each.get(name)) for kind, name in others for each in config.get(kind) or ()]
    if known and all(map(is_there, arns)):
        return None
    return "Unable to validate the following destination configurations"


def _owner(given: Given) -> str | None:
    owner = given.get("ExpectedBucketOwner")
    if owner is None or _ACCOUNT.fullmatch(owner):
        return None
    return (
        f"The value of the expected bucket owner parameter must be an AWS Account ID... [{owner}]"
    )


def _other_owner(given: Given) -> str | None:
    return "Access Denied" if given.get("ExpectedBucketOwner") not in {None, ACCOUNT_ID} else None


def _token(given: Given) -> str | None:
    place: Any = s3_backends[ACCOUNT_ID]["aws"]
    token = given.get("ContinuationToken")
    if token is None or token in place._pagination_tokens:  # noqa: SLF001 - moto's own place
        return None
    return "The continuation token provided is incorrect"


def _versions(given: Given) -> str | None:
    bucket = bucket_of(given)
    if bucket is None or not bucket.versioning_status or not bucket.keys:
        return None
    return (
        "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
    )


RULES = (
    rule(OWNED, "InvalidBucketOwnerAWSAccountID", _owner),
    rule(OWNED, "AccessDenied", _other_owner, DENIED),
    rule("PutBucketAcl PutObjectAcl", NO_LISTS, _acl),
    rule("PutObject CopyObject CreateMultipartUpload", NO_LISTS, _object_acl),
    rule("CreateBucket", "InvalidBucketAclWithObjectOwnership", _first_acl),
    rule("PutBucketVersioning", "IllegalVersioningConfigurationException", _versioning),
    rule("PutBucketWebsite", ARGUMENT, _website),
    rule("PutBucketNotificationConfiguration", ARGUMENT, _destinations),
    rule("ListObjectsV2", ARGUMENT, _token),
    rule("DeleteBucket", "BucketNotEmpty", _versions, HTTPStatus.CONFLICT),
)
