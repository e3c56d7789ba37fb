"""People of user pools: passwords, attributes, sign-ups (Cognito API reference, SignUp and others).

The words are Cognito's own: aws-amplify/amplify-cli#1761, amazon-cognito-identity-dart-2#89,
getmoto/moto#5259, amazon-cognito-identity-js#311.
"""

import re
from typing import Any

from moto.cognitoidp.utils import check_secret_hash

from embedded_aws.endpoint.rules.people import passwords
from embedded_aws.endpoint.rules.people.pools import client_of, pool_of
from embedded_aws.endpoint.rules.rule import Given, rule

CODE, REFUSED = "InvalidParameterException", "NotAuthorizedException"
MAIL, PHONE = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), re.compile(r"\+\d{1,15}")
HASHED = "SignUp ConfirmSignUp ForgotPassword ConfirmForgotPassword ResendConfirmationCode"
NEEDED = {"USER_PASSWORD_AUTH": ("USERNAME", "PASSWORD"), "USER_SRP_AUTH": ("USERNAME",)}


def _exists(pool: Any, username: object) -> bool:
    return bool(pool and pool._get_user(str(username)))  # noqa: SLF001 - moto's way to find one


def _signed_up(given: Given) -> str | None:
    return "User already exists" if _exists(pool_of(given), given.get("Username")) else None


def _created(given: Given) -> str | None:
    exists = _exists(pool_of(given), given.get("Username"))
    return "User account already exists" if exists else None


def _by_admin_alone(given: Given) -> str | None:
    pool = pool_of(given)
    settings = (pool.extended_config.get("AdminCreateUserConfig") or {}) if pool else {}
    if settings.get("AllowAdminCreateUserOnly"):
        return "SignUp is not permitted for this user pool"
    return None


def _hash(given: Given) -> str | None:
    client, proof = client_of(given), given.get("SecretHash")
    if client is None or not client.generate_secret:
        return None
    if proof is None:
        return f"Client {client.id} is configured with secret but SECRET_HASH was not received"
    username = str(given.get("Username", ""))
    secrets = [*(each.value for each in vars(client).get("secrets", ())), client.secret]
    if any(check_secret_hash(each, client.id, username, proof) for each in secrets if each):
        return None
    return f"Unable to verify secret hash for client {client.id}"


def _username(given: Given) -> str | None:
    pool, name = pool_of(given), str(given.get("Username", ""))
    kinds = (pool.extended_config.get("UsernameAttributes") or []) if pool else []
    fits = {"email": MAIL.fullmatch(name), "phone_number": PHONE.fullmatch(name)}
    if not kinds or any(fits.get(kind) for kind in kinds):
        return None
    if len(kinds) > 1:
        return "Username should be either an email or a phone number."
    return (
        "Username should be an email."
        if kinds == ["email"]
        else "Username should be a phone number."
    )


def _attributes(given: Given) -> str | None:
    pool = pool_of(given)
    if pool is None:
        return None
    named = {each.get("Name") for each in given.get("UserAttributes") or ()}
    schema, by_name = pool.schema_attributes, pool.extended_config.get("UsernameAttributes") or ()
    strange = sorted(
        each for each in named if str(each).startswith("custom:") and each not in schema
    )
    faults = [f"{each}: Attribute does not exist in the schema." for each in strange]
    required = [each.name for each in schema.values() if each.required and each.name != "sub"]
    lacking = [each for each in required if each not in named and each not in by_name]
    faults += [f"{each}: The attribute is required" for each in lacking]
    said = "".join(f"{each}\n" for each in faults)
    return f"Attributes did not conform to the schema: {said}" if faults else None


def _recovery(given: Given) -> str | None:
    pool = pool_of(given)
    user = pool._get_user(str(given.get("Username"))) if pool else None  # noqa: SLF001 - moto's way
    verified = ("email_verified", "phone_number_verified")
    if user is None or any(user.attribute_lookup.get(each) == "true" for each in verified):
        return None
    return (
        "Cannot reset password for the user as there is no registered/verified email or "
        "phone_number"
    )


def _parameters(given: Given) -> str | None:
    there = given.get("AuthParameters") or {}
    needed = NEEDED.get(str(given.get("AuthFlow")), ())
    lacking = next((each for each in needed if not there.get(each)), None)
    return f"Missing required parameter {lacking}" if lacking else None


def _refresh(given: Given) -> str | None:
    """The refusal of a refresh token that was revoked, or is of another client."""
    if not str(given.get("AuthFlow", "")).startswith("REFRESH_TOKEN"):
        return None
    pool, token = pool_of(given), (given.get("AuthParameters") or {}).get("REFRESH_TOKEN")
    if pool is None or token not in pool.refresh_tokens:
        return None
    owner = pool.refresh_tokens[token]
    if owner is None:
        return "Refresh Token has been revoked"
    return None if owner[0] == given.get("ClientId") else "Invalid Refresh Token"


def _group(given: Given) -> str | None:
    pool, name = pool_of(given), given.get("GroupName")
    return f"A group with the name {name} already exists." if pool and name in pool.groups else None


def _no_group(given: Given) -> str | None:
    pool = pool_of(given)
    return "Group not found." if pool and given.get("GroupName") not in pool.groups else None


RULES = (
    rule("SignUp", REFUSED, _by_admin_alone),
    rule(HASHED, REFUSED, _hash),
    rule("SignUp", CODE, _username),
    *passwords.RULES,
    rule("SignUp", CODE, _attributes),
    rule("SignUp", "UsernameExistsException", _signed_up),
    rule("AdminCreateUser", "UsernameExistsException", _created),
    rule("ForgotPassword", CODE, _recovery),
    rule("InitiateAuth AdminInitiateAuth", CODE, _parameters),
    rule("InitiateAuth AdminInitiateAuth", REFUSED, _refresh),
    rule("CreateGroup", "GroupExistsException", _group),
    rule("AdminAddUserToGroup AdminRemoveUserFromGroup", "ResourceNotFoundException", _no_group),
)
