"""Passwords that the pool's policy refuses (Cognito API reference, PasswordPolicyType).

The words are Cognito's own: getmoto/moto#5259, amazon-cognito-identity-js#311.
"""

import re
from typing import Any

from embedded_aws.endpoint.rules.people.pools import pool_of
from embedded_aws.endpoint.rules.rule import Given, rule

PASSWORDS = {
    "AdminCreateUser": "TemporaryPassword",
    "AdminSetUserPassword": "Password",
    "ChangePassword": "ProposedPassword",
    "ConfirmForgotPassword": "Password",
    "SignUp": "Password",
}
CHARACTERS = {
    "RequireLowercase": (re.compile(r"[a-z]"), "lowercase"),
    "RequireUppercase": (re.compile(r"[A-Z]"), "uppercase"),
    "RequireNumbers": (re.compile(r"[0-9]"), "numeric"),
    "RequireSymbols": (re.compile(r"[\^$*.\[\]{}()?\"!@#%&/\\,><':;|_~`=+\- ]"), "symbol"),
}
SHORTEST, POLICY = 8, "Password did not conform with policy: "


def _password_of(parameter: str) -> Any:
    def wrong(given: Given) -> str | None:
        pool, password = pool_of(given), given.get(parameter)
        if pool is None or not password:
            return None
        settings = (pool.extended_config.get("Policies") or {}).get("PasswordPolicy") or {}
        if len(password) < int(settings.get("MinimumLength", SHORTEST)):
            return f"{POLICY}Password not long enough"
        for name, (pattern, word) in CHARACTERS.items():
            if settings.get(name, True) and not pattern.search(password):
                return f"{POLICY}Password must have {word} characters"
        return None

    return wrong


RULES = tuple(
    rule(operation, "InvalidPasswordException", _password_of(each))
    for operation, each in PASSWORDS.items()
)
