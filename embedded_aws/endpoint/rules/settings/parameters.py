"""Systems Manager's parameters (API reference, PutParameter and GetParametersByPath)."""

import re
from typing import Any

from moto.kms.models import kms_backends
from moto.ssm.models import ssm_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule

CODE = "ValidationException"
STANDARD_BYTES, ADVANCED_BYTES, DEEPEST = 4096, 8192, 15
_NAME = re.compile(r"(arn:.+|/?[a-zA-Z0-9_.-]+(/[a-zA-Z0-9_.-]+)*)")
WRONG = (
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can '
    "consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
    "letters, numbers and the following 3 symbols .-_"
)


def _name(given: Parameters) -> str | None:
    name = str(given.get("Name", ""))
    plain = name.split(":", maxsplit=1)[0] if not name.startswith("arn:") else name
    if "/" in plain and not plain.startswith(("/", "arn:")):
        return "Parameter name must be a fully qualified name."
    return None if _NAME.fullmatch(plain) else WRONG


def _depth(given: Parameters) -> str | None:
    name = str(given.get("Name", ""))
    if name.startswith("/") and name.count("/") > DEEPEST:
        return f"The hierarchy is too deep; it has at most {DEEPEST} levels."
    return None


def _size(given: Parameters) -> str | None:
    advanced = given.get("Tier") in {"Advanced", "Intelligent-Tiering"}
    most = ADVANCED_BYTES if advanced else STANDARD_BYTES
    if len(str(given.get("Value", "")).encode()) <= most:
        return None
    if advanced:
        return f"Advanced tier parameters support a maximum parameter value of {most} characters."
    return (
        f"Standard tier parameters support a maximum parameter value of {most} characters. To "
        "create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
    )


def _pattern(given: Parameters) -> str | None:
    pattern, value = given.get("AllowedPattern"), str(given.get("Value", ""))
    try:
        fits = not pattern or re.search(pattern, value)
    except re.error:
        return None
    if fits:
        return None
    return f"Parameter value, cannot be validated against allowedPattern: {pattern}"


def _path(given: Parameters) -> str | None:
    path = str(given.get("Path", ""))
    if path.startswith(("/", "arn:")):
        return None
    return (
        "The parameter doesn't meet the parameter name requirements. The parameter name must begin "
        f'with a forward slash "/". It can\'t be prefixed with "aws" or "ssm": {path}'
    )


def _tier(given: Given) -> str | None:
    place: Any = ssm_backends[ACCOUNT_ID][given.region]
    stored = place._parameters  # noqa: SLF001 - no lookup without error
    versions = stored.get(stored.normalize_name(given.get("Name")))
    advanced = bool(versions) and versions[-1].tier == "Advanced"
    if given.get("Tier") != "Standard" or not advanced:
        return None
    return (
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
        "advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the "
        "advanced parameter and recreate it as a standard parameter."
    )


def _key(given: Given) -> str | None:
    key = str(given.get("KeyId") or "")
    place: Any = kms_backends[ACCOUNT_ID][given.region]
    if not key or key.startswith("alias/aws/") or key.rsplit("/", maxsplit=1)[-1] in place.keys:
        return None
    known = place.get_key_id_from_alias(
        key if key.startswith("alias/") else key.rsplit(":", maxsplit=1)[-1]
    )
    return None if known else f"Invalid keyId {key}"


RULES = (
    rule("PutParameter GetParameter", CODE, _name),
    rule("PutParameter", "HierarchyLevelLimitExceededException", _depth),
    rule("PutParameter", CODE, _size),
    rule("PutParameter", CODE, _tier),
    rule("PutParameter", "InvalidKeyId", _key),
    rule("PutParameter", "ParameterPatternMismatchException", _pattern),
    rule("GetParametersByPath", CODE, _path),
)
