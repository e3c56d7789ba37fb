"""Secrets Manager (API reference, CreateSecret)."""

import json
import re

from embedded_aws.endpoint.rules.rule import Parameters, rule

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


RULES = (
    rule("CreateSecret", "ValidationException", _name),
    rule(WRITES, "InvalidParameterException", _one_value),
    rule("CreateSecret PutSecretValue", "InvalidRequestException", _token),
    rule("PutResourcePolicy", "MalformedPolicyDocumentException", _policy),
)
