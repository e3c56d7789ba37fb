"""Tokens and sessions of people (Cognito API reference, GetUser and RespondToAuthChallenge).

The words are Cognito's own, as reports of its users have them.
"""

import re

from moto.cognitoidp.models import cognitoidp_backends

from embedded_aws.config import ACCOUNT_ID
from embedded_aws.endpoint.rules.people.pools import pool_of
from embedded_aws.endpoint.rules.rule import Given, rule

CODE, REFUSED = "InvalidParameterException", "NotAuthorizedException"
SIGNED_IN = (
    "AssociateSoftwareToken ChangePassword DeleteUser DeleteUserAttributes GetUser "
    "GetUserAttributeVerificationCode GlobalSignOut SetUserMFAPreference UpdateUserAttributes "
    "VerifyUserAttribute"
)
_SIGNED = re.compile(r"eyJ[\w-]{40,}\.eyJ[\w-]{40,}\.[\w-]{40,}")
_SPACE = re.compile(r"\s")


def _token(given: Given) -> str | None:
    token = given.get("AccessToken")
    if token is None or pool_of(Given({"AccessToken": token})) is not None:
        return None
    is_form = _SIGNED.fullmatch(token) is not None
    return "Access Token has been revoked" if is_form else "Invalid Access Token"


def _session(given: Given) -> str | None:
    session = given.get("Session")
    backends = list(cognitoidp_backends[ACCOUNT_ID].values())
    if not session or any(session in each.sessions for each in backends):
        return None
    return "Invalid session for the user."


def _name(given: Given) -> str | None:
    name = str(given.get("Username", ""))
    if not _SPACE.search(name):
        return None
    return (
        f"1 validation error detected: Value '{name}' at 'username' failed to satisfy constraint: "
        r"Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+"
    )


RULES = (
    rule("SignUp AdminCreateUser", CODE, _name),
    rule(SIGNED_IN, REFUSED, _token),
    rule("RespondToAuthChallenge AdminRespondToAuthChallenge", REFUSED, _session),
)
