"""User pools and their domains (Cognito API reference, CreateUserPoolDomain and others).

The words are Cognito's own, as reports of Terraform's users have them.
"""

from collections.abc import Iterator
from typing import Any

from moto.cognitoidp.models import cognitoidp_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.rule import Given, rule

CODE = "InvalidParameterException"
RESERVED = ("aws", "amazon", "cognito")
LONGEST = {"AccessToken": 86_400, "IdToken": 86_400, "RefreshToken": 315_360_000}
SHORTEST = {"AccessToken": 300, "IdToken": 300, "RefreshToken": 3600}
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}


def pools() -> Iterator[Any]:
    """All user pools of this account: what people ask for is not signed, and has no region."""
    for backend in list(cognitoidp_backends[ACCOUNT_ID].values()):
        yield from list(backend.user_pools.values())


def pool_of(given: Given) -> Any:
    """The pool that the request is about, by its id, a client or an access token; None without."""
    named, client, token = (given.get(each) for each in ("UserPoolId", "ClientId", "AccessToken"))
    for pool in pools():
        if pool.id == named or (client in pool.clients and not named):
            return pool
        if token in pool.access_tokens and not named and not client:
            return pool
    return None


def client_of(given: Given) -> Any:
    """The app client that the request names; None without one."""
    pool = pool_of(given)
    return pool.clients.get(given.get("ClientId")) if pool else None


def _domains_of(pool_id: object) -> list[str]:
    backends = list(cognitoidp_backends[ACCOUNT_ID].values())
    domains = [each for place in backends for each in place.user_pool_domains.values()]
    return [each.domain for each in domains if each.user_pool_id == pool_id]


def _word(given: Given) -> str | None:
    if given.get("CustomDomainConfig"):
        return None
    word = next((each for each in RESERVED if each in str(given.get("Domain", ""))), None)
    return f"Domain cannot contain reserved word: {word}" if word else None


def _one_domain(given: Given) -> str | None:
    if given.get("CustomDomainConfig") or not _domains_of(given.get("UserPoolId")):
        return None
    return "User pool already has a domain configured."


def _without_domain(given: Given) -> str | None:
    if not _domains_of(given.get("UserPoolId")):
        return None
    return "User pool cannot be deleted. It has a domain configured that should be deleted first."


def _second_factor(given: Given) -> str | None:
    if given.get("MfaConfiguration") != "ON" or given.get("SmsConfiguration"):
        return None
    return (
        "SMS configuration and Auto verification for phone_number are required when MFA is "
        "required/optional"
    )


def _lifetimes(given: Given) -> str | None:
    units = given.get("TokenValidityUnits") or {}
    for kind, longest in LONGEST.items():
        value = given.get(f"{kind}Validity")
        unit = units.get(kind, "days" if kind == "RefreshToken" else "hours")
        if value and not SHORTEST[kind] <= int(value) * UNITS.get(unit, 1) <= longest:
            name = f"{kind[0].lower()}{kind[1:]}Validity"
            return f"Invalid range for token validity: {name} {value} {unit}."
    return None


def _providers(given: Given) -> str | None:
    pool = pool_of(given)
    known = {"COGNITO", *(pool.identity_providers if pool else ())}
    named = given.get("SupportedIdentityProviders") or ()
    unknown = next((each for each in named if each not in known), None)
    if pool is None or unknown is None:
        return None
    return f"The provider {unknown} does not exist for User Pool {pool.id}."


CLIENTS = "CreateUserPoolClient UpdateUserPoolClient"
RULES = (
    rule("CreateUserPoolDomain", CODE, _word),
    rule("CreateUserPoolDomain", CODE, _one_domain),
    rule("DeleteUserPool", CODE, _without_domain),
    rule("CreateUserPool", CODE, _second_factor),
    rule(CLIENTS, CODE, _lifetimes),
    rule(CLIENTS, CODE, _providers),
)
