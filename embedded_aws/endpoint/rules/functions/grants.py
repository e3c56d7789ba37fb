"""Permissions, aliases and layers of functions (Lambda API reference, AddPermission, UpdateAlias).

The words are Lambda's own (recordings of its refusals).
"""

import re
from http import HTTPStatus
from typing import Any

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import INVALID, function_named, stored
from embedded_aws.endpoint.rules.rule import Given, rule

UNKNOWN, GONE = "ResourceNotFoundException", HTTPStatus.NOT_FOUND
LATEST = "$LATEST"
_ALIAS = re.compile(r"[a-zA-Z0-9-_]*[a-zA-Z-_][a-zA-Z0-9-_]*")
_PRINCIPAL = re.compile(
    r"\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:.+|[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)"
)


def _arn(given: Given, tail: str) -> str:
    return f"arn:aws:lambda:{given.region}:{ACCOUNT_ID}:{tail}"


def aliases_of(given: Given, name: str) -> set[str]:
    """The names of a function's aliases."""
    known = function_named(given, name)
    listed = stored(given).list_aliases(known.function_name) if known else ()
    return {str(each.name) for each in listed}


def _latest(given: Given) -> str | None:
    if given.get("Qualifier") == LATEST:
        return f"We currently do not support adding policies for {LATEST}."
    return None


def _principal(given: Given) -> str | None:
    if _PRINCIPAL.fullmatch(str(given.get("Principal", ""))):
        return None
    return "The provided principal was invalid. Please check the principal and try again."


def _qualifier(given: Given) -> str | None:
    qualifier, latest = str(given.get("Qualifier") or ""), _function(given)
    if latest is None or not _ALIAS.fullmatch(qualifier):
        return None
    if qualifier in aliases_of(given, latest.function_name):
        return None
    return f"Cannot find alias arn: {latest.function_arn.removesuffix(f':{LATEST}')}:{qualifier}"


def _function(given: Given) -> Any:
    return function_named(given, given.get("FunctionName"))


def _alias(given: Given) -> str | None:
    latest, name = _function(given), str(given.get("Name"))
    if latest is None or name in aliases_of(given, latest.function_name):
        return None
    return f"Alias not found: {_arn(given, f'function:{latest.function_name}')}:{name}"


def _weights(given: Given) -> str | None:
    weights = (given.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    if all(str(version).isdigit() for version in weights):
        return None
    printed = ", ".join(f"{version}={weight}" for version, weight in weights.items())
    return (
        f"1 validation error detected: Value '{{{printed}}}' at "
        "'routingConfig.additionalVersionWeights' failed to satisfy constraint: Map keys must "
        "satisfy constraint: [Member must have length less than or equal to 1024, Member must have "
        "length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]"
    )


def _layer_of(given: Given) -> Any:
    name = str(given.get("LayerName", "")).rsplit(":layer:", maxsplit=1)[-1]
    number = str(given.get("VersionNumber"))
    layer = stored(given)._layers._layers.get(name)  # noqa: SLF001 - no lookup without error
    return layer.layer_versions.get(number) if layer else None


def _number(given: Given) -> str | None:
    return (
        "Layer Version Cannot be less than 1" if int(given.get("VersionNumber") or 1) < 1 else None
    )


def _layer(given: Given) -> str | None:
    return None if _layer_of(given) else "The resource you requested does not exist."


def _layer_to_grant(given: Given) -> str | None:
    if _layer_of(given):
        return None
    name = str(given.get("LayerName", "")).rsplit(":layer:", maxsplit=1)[-1]
    return (
        f"Layer version {_arn(given, f'layer:{name}')}:{given.get('VersionNumber')} does not exist."
    )


def _granted(given: Given) -> str | None:
    layer, sid = _layer_of(given), given.get("StatementId")
    if layer is None or not any(each.get("Sid") == sid for each in layer.policy.statements):
        return None
    return (
        f"The statement id ({sid}) provided already exists. Please provide a new statement id, or "
        "remove the existing statement."
    )


RULES = (
    rule("AddPermission", INVALID, _latest),
    rule("AddPermission", INVALID, _principal),
    rule("AddPermission", UNKNOWN, _qualifier, GONE),
    rule("CreateAlias UpdateAlias", "ValidationException", _weights),
    rule("UpdateAlias", UNKNOWN, _alias, GONE),
    rule("GetLayerVersion DeleteLayerVersion", INVALID, _number),
    rule("GetLayerVersion", UNKNOWN, _layer, GONE),
    rule("AddLayerVersionPermission", UNKNOWN, _layer_to_grant, GONE),
    rule("AddLayerVersionPermission", "ResourceConflictException", _granted, HTTPStatus.CONFLICT),
)
