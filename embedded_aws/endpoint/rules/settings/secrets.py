"""Secrets Manager (API reference, CreateSecret, GetSecretValue, RotateSecret).

The words are Secrets Manager's own (recordings of its refusals).
"""

import json
import re
from typing import Any

from moto.secretsmanager.models import secretsmanager_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import function_named
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule

_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]+")
WRITES = "CreateSecret PutSecretValue UpdateSecret"


def _name(given: Parameters) -> str | None:
    if _NAME.fullmatch(str(given.get("Name", ""))):
        return None
    return (
        "Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
        "following: -/_+=.@!"
    )


def _one_value(given: Parameters) -> str | None:
    if given.get("SecretString") and given.get("SecretBinary"):
        return (
            "You can't specify both a binary secret value and a string secret value in the same "
            "secret."
        )
    return None


def _token(given: Parameters) -> str | None:
    if given.get("ClientRequestToken") or "SecretString" not in given:
        return None
    return "You must provide a ClientRequestToken value. We recommend a UUID-type value."


def _policy(given: Parameters) -> str | None:
    try:
        json.loads(given.get("ResourcePolicy", ""))
    except ValueError:
        return "This resource policy contains invalid Json."
    return None


def _secret(given: Given) -> Any:
    """The secret that the request names; None without one."""
    place: Any = secretsmanager_backends[ACCOUNT_ID][given.region]
    return place.secrets.get(str(given.get("SecretId", "")))


def _going(given: Given) -> str | None:
    secret = _secret(given)
    if secret is None or not secret.is_deleted():
        return None
    return "You can't perform this operation on the secret because it was marked for deletion."


def _stage(given: Given) -> str | None:
    secret, stage = _secret(given), given.get("VersionStage")
    if secret is None or not stage or given.get("VersionId"):
        return None
    if any(stage in each["version_stages"] for each in secret.versions.values()):
        return None
    return f"Secrets Manager can't find the specified secret value for staging label: {stage}"


def _window(given: Given) -> str | None:
    if given.get("ForceDeleteWithoutRecovery") and given.get("RecoveryWindowInDays"):
        return "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."
    return None


def _rotation(given: Given) -> str | None:
    secret = _secret(given)
    if secret is None or given.get("RotationLambdaARN") or secret.rotation_lambda_arn:
        return None
    return "No Lambda rotation function ARN is associated with this secret."


def _rotator(given: Given) -> str | None:
    arn = given.get("RotationLambdaARN")
    if not arn or _secret(given) is None or function_named(given, arn):
        return None
    return (
        "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function "
        "policy grants access to the principal secretsmanager.amazonaws.com."
    )


KEPT = (
    "GetSecretValue PutSecretValue RotateSecret TagResource UntagResource UpdateSecret "
    "UpdateSecretVersionStage"
)
RULES = (
    rule("CreateSecret", "ValidationException", _name),
    rule(WRITES, "InvalidParameterException", _one_value),
    rule("CreateSecret PutSecretValue", "InvalidRequestException", _token),
    rule(KEPT, "InvalidRequestException", _going),
    rule("GetSecretValue", "ResourceNotFoundException", _stage),
    rule("DeleteSecret", "InvalidParameterException", _window),
    rule("RotateSecret", "InvalidRequestException", _rotation),
    rule("RotateSecret", "AccessDeniedException", _rotator),
    rule("PutResourcePolicy", "MalformedPolicyDocumentException", _policy),
)
