"""Objects of S3 and their lifecycle (Amazon S3 API reference, PutObject and others).

The words are S3's own: hashicorp/terraform-provider-aws#11464 and #23117, and recordings.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from typing import Any

from moto.kms.models import kms_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule

ARGUMENT, PUT, LIFECYCLE = "InvalidArgument", "PutObject", "PutBucketLifecycleConfiguration"
LONGEST_KEY, DAYS_BEFORE_RARE, DIGEST_BYTES = 1024, 30, 16
RARE = ("STANDARD_IA", "ONEZONE_IA")
ACTIONS = (
    *("AbortIncompleteMultipartUpload", "Expiration", "NoncurrentVersionExpiration"),
    *("NoncurrentVersionTransitions", "Transitions"),
)


def _key(given: Given) -> str | None:
    too_long = len(str(given.get("Key", "")).encode()) > LONGEST_KEY
    return "Your key is too long" if too_long else None


def _condition(given: Given) -> str | None:
    if given.get("IfNoneMatch") in {None, "*"}:
        return None
    return "A header you provided implies functionality that is not implemented"


def _digest(given: Given) -> bytes | None:
    try:
        digest = base64.b64decode(str(given.get("ContentMD5")), validate=True)
    except binascii.Error:
        return None
    return digest if len(digest) == DIGEST_BYTES else None


def _wrong_digest(given: Given) -> str | None:
    if given.get("ContentMD5") is None or _digest(given):
        return None
    return "The Content-MD5 you specified was invalid."


def _other_digest(given: Given) -> str | None:
    expected, chunked = given.get("ContentMD5"), "aws-chunked" in str(given.get("ContentEncoding"))
    if expected is None or chunked:
        return None
    body = given.get("Body") or b""
    if hashlib.md5(body, usedforsecurity=False).digest() == _digest(given):
        return None
    return "The Content-MD5 you specified did not match what we received."


def _kms_key(given: Given) -> str | None:
    named = str(given.get("SSEKMSKeyId") or "")
    place: Any = kms_backends[ACCOUNT_ID][given.region]
    key_id = named.rsplit("/", maxsplit=1)[-1]
    if (
        not named
        or "alias/" in named
        or key_id in place.keys
        or f":{given.region}:" not in f":{given.region}:{named}"
    ):
        return None
    arn = (
        named
        if named.startswith("arn:")
        else f"arn:aws:kms:{given.region}:{ACCOUNT_ID}:key/{named}"
    )
    is_id = len(key_id.split("-")) == 5  # noqa: PLR2004 - the parts of a UUID
    return f"Key '{arn}' does not exist" if is_id else f"Invalid keyId '{named}'"


def _rules(given: Given) -> list[Parameters]:
    rules: list[Parameters] = (given.get("LifecycleConfiguration") or {}).get("Rules") or []
    return rules


def _nothing(given: Given) -> str | None:
    if all(any(each.get(name) for name in ACTIONS) for each in _rules(given)):
        return None
    return "At least one action needs to be specified in a rule"


def _lifecycle(given: Given) -> str | None:
    ids = [each["ID"] for each in _rules(given) if each.get("ID")]
    if len(set(ids)) < len(ids):
        return "Rule ID must be unique. Found same ID for more than one rule"
    return next((fault for each in _rules(given) for fault in _faults(each)), None)


def _faults(each: Parameters) -> Iterator[str]:
    expiration, transitions = each.get("Expiration") or {}, each.get("Transitions") or ()
    days = expiration.get("Days")
    if days is not None and int(days) < 1:
        yield "'Days' for Expiration action must be a positive integer"
    for moment in (expiration.get("Date"), *(one.get("Date") for one in transitions)):
        if isinstance(moment, datetime) and (moment.hour or moment.minute or moment.second):
            yield "'Date' must be at midnight GMT"
    for one in transitions:
        after, name = one.get("Days"), one.get("StorageClass")
        if after is not None and name in RARE and int(after) < DAYS_BEFORE_RARE:
            yield (
                "'Days' in Transition action must be greater than or equal to "
                f"{DAYS_BEFORE_RARE} for storageClass '{name}'"
            )
        if after is not None and days is not None and int(days) <= int(after):
            prefix = (each.get("Filter") or {}).get("Prefix") or each.get("Prefix") or ""
            yield (
                f"'Days' in the Expiration action for filter '(prefix={prefix})' must be greater "
                f"than 'Days' in the Transition action"
            )


RULES = (
    rule(PUT, "KeyTooLongError", _key),
    rule(PUT, "NotImplemented", _condition, HTTPStatus.NOT_IMPLEMENTED),
    rule(PUT, "InvalidDigest", _wrong_digest),
    rule(PUT, "BadDigest", _other_digest),
    rule(PUT, "KMS.NotFoundException", _kms_key),
    rule(LIFECYCLE, "InvalidRequest", _nothing),
    rule(LIFECYCLE, ARGUMENT, _lifecycle),
)
