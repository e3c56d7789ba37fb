"""Provisioned concurrency, whose wrong requests are refused before it is refused by name.

Lambda API reference, PutProvisionedConcurrencyConfig. The words are Lambda's own (recordings).
"""

from http import HTTPStatus

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.functions.functions import INVALID, function_named, stored
from embedded_aws.endpoint.rules.functions.grants import GONE, LATEST, UNKNOWN, aliases_of
from embedded_aws.endpoint.rules.rule import Given, rule

CONCURRENCY = 1000


def _published(given: Given) -> str | None:
    if given.get("Qualifier") != LATEST:
        return None
    return "Provisioned Concurrency Configs cannot be applied to unpublished function versions."


def _pointed(given: Given) -> str | None:
    qualifier, latest = (
        str(given.get("Qualifier")),
        function_named(given, given.get("FunctionName")),
    )
    name = str(given.get("FunctionName"))
    arn = f"arn:aws:lambda:{given.region}:{ACCOUNT_ID}:function:{name}:{qualifier}"
    if latest is None or qualifier.isdigit() or qualifier in aliases_of(given, name):
        return None if latest else f"Function not found: {arn}"
    return f"Cannot find alias arn: {arn}"


def _unreserved(given: Given) -> str | None:
    others = sum(int(each.reserved_concurrency or 0) for each in stored(given).list_functions())
    if int(given.get("ProvisionedConcurrentExecutions") or 0) <= CONCURRENCY - others:
        return None
    return (
        "Specified ConcurrentExecutions for function is greater than account's unreserved "
        f"concurrency [{CONCURRENCY - others}]."
    )


def _asked(given: Given) -> str | None:
    if given.get("Qualifier") == LATEST:
        return "The function resource provided must be an alias or a published version."
    return None


def _provisioned(_: Given) -> str:
    return "No Provisioned Concurrency Config found for this function"


PROVISION, PROVISIONED = "PutProvisionedConcurrencyConfig", "GetProvisionedConcurrencyConfig"
RULES = (
    rule(PROVISION, INVALID, _published),
    rule(PROVISIONED, INVALID, _asked),
    rule(f"{PROVISION} {PROVISIONED}", UNKNOWN, _pointed, GONE),
    rule(PROVISION, INVALID, _unreserved),
    rule(
        PROVISIONED,
        "ProvisionedConcurrencyConfigNotFoundException",
        _provisioned,
        HTTPStatus.NOT_FOUND,
    ),
)
