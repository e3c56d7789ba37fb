"""Keys (KMS API reference and developer guide).

The words are KMS's own (recordings of its refusals).
"""

import re
from typing import Any

from moto.kms.models import kms_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule
from embedded_aws.endpoint.rules.values import listed, parsed

SHORTEST_DAYS, LONGEST_DAYS, MOST_TAGS = 7, 30, 50
CODE, USAGE = "ValidationException", "InvalidKeyUsageException"
ALIASES = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
USES = {
    "Encrypt": "ENCRYPT_DECRYPT",
    "GenerateDataKey": "ENCRYPT_DECRYPT",
    "GenerateMac": "GENERATE_VERIFY_MAC",
    "Sign": "SIGN_VERIFY",
    "Verify": "SIGN_VERIFY",
    "VerifyMac": "GENERATE_VERIFY_MAC",
}
DIGEST_BYTES = {"256": 32, "384": 48, "512": 64}
BY_KEY = (
    "DescribeKey DisableKey EnableKey Encrypt GenerateDataKey GenerateMac GetKeyPolicy "
    "GetPublicKey ScheduleKeyDeletion Sign Verify VerifyMac"
)
_ID = re.compile(r"(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
MALFORMED = "MalformedPolicyDocumentException"


def key_of(given: Given) -> Any:
    """The key that the request names; None without one."""
    place: Any = kms_backends[ACCOUNT_ID][given.region]
    try:
        return place.keys.get(place.any_id_to_key_id(str(given.get("KeyId", ""))))
    except Exception:  # noqa: BLE001 - of names without a key, it is said elsewhere
        return None


def _form(given: Given) -> str | None:
    named = str(given.get("KeyId", ""))
    if named.startswith(("arn:", "alias/")) or _ID.fullmatch(named):
        return None
    return f"Invalid keyId '{named}'"


def _window(given: Given) -> str | None:
    days = given.get("PendingWindowInDays", LONGEST_DAYS)
    if SHORTEST_DAYS <= days <= LONGEST_DAYS:
        return None
    return f"PendingWindowInDays must be between {SHORTEST_DAYS} and {LONGEST_DAYS}: {days}"


def _pending(given: Given) -> str | None:
    key = key_of(given)
    if key is None or key.key_state != "PendingDeletion":
        return None
    return f"{key.arn} is pending deletion."


def _alias(given: Given) -> str | None:
    if str(given.get("AliasName", "")).startswith("alias/"):
        return None
    return f'Alias must start with the prefix "alias/". Please see {ALIASES}'


def _reserved(given: Given) -> str | None:
    if str(given.get("AliasName", "")).startswith("alias/aws/"):
        return "An alias that begins with alias/aws/ is of AWS's own keys."
    return None


def _use_of(operation: str) -> Any:
    def misused(given: Given) -> str | None:
        key = key_of(given)
        usage = (key.key_usage if key else None) or "ENCRYPT_DECRYPT"
        if key is None or usage == USES[operation]:
            return None
        return f"{key.arn} key usage is {usage} which is not valid for {operation}."

    return misused


def _digest(given: Given) -> str | None:
    algorithm, message = str(given.get("SigningAlgorithm", "")), given.get("Message") or b""
    expected = DIGEST_BYTES.get(algorithm[-3:])
    if given.get("MessageType") != "DIGEST" or expected in {None, len(message)}:
        return None
    return f"Digest is invalid length for algorithm {algorithm}."


def _usage(given: Given) -> str | None:
    spec = given.get("KeySpec") or given.get("CustomerMasterKeySpec") or "SYMMETRIC_DEFAULT"
    if spec == "SYMMETRIC_DEFAULT" or given.get("KeyUsage"):
        return None
    return (
        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
    )


def _policy(given: Given) -> str | None:
    text = given.get("Policy")
    if text is None or given.get("BypassPolicyLockoutSafetyCheck"):
        return None
    policy = parsed(text)
    if not isinstance(policy, dict):
        return "Policy contains invalid JSON"
    if any(_lets_change(each) for each in listed(policy.get("Statement"))):
        return None
    return "The new key policy will not allow you to update the key policy in the future."


def _lets_change(statement: Any) -> bool:
    if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
        return False
    actions = {str(each).lower() for each in listed(statement.get("Action"))}
    return (
        bool(actions & {"*", "kms:*", "kms:put*", "kms:putkeypolicy"}) or "NotAction" in statement
    )


def _tags(given: Given) -> str | None:
    keys = [str(each.get("TagKey")) for each in given.get("Tags") or ()]
    if len(set(keys)) < len(keys):
        return "Duplicate tag keys"
    if any(each.startswith("aws:") for each in keys):
        return "Tags beginning with aws: are reserved"
    return "Too many tags" if len(keys) > MOST_TAGS else None


RULES = (
    rule(BY_KEY, "NotFoundException", _form),
    rule("ScheduleKeyDeletion", CODE, _window),
    rule("ScheduleKeyDeletion EnableKey DisableKey", "KMSInvalidStateException", _pending),
    rule("CreateAlias", CODE, _alias),
    rule("CreateAlias", "NotAuthorizedException", _reserved),
    *(rule(each, USAGE, _use_of(each)) for each in USES),
    rule("Sign Verify", CODE, _digest),
    rule("CreateKey", CODE, _usage),
    rule("CreateKey PutKeyPolicy", MALFORMED, _policy),
    rule("CreateKey TagResource", "TagException", _tags),
)
