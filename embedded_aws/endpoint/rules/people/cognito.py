"""Cognito's user pools (API reference, CreateUserPoolClient)."""

import re
from collections.abc import Iterable

from embedded_aws.endpoint.rules.rule import Parameters, rule

CODE, FLOW_CODE = "InvalidParameterException", "InvalidOAuthFlowException"
CLIENTS = "CreateUserPoolClient UpdateUserPoolClient"
WITH_BROWSER = {"code", "implicit"}
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"\+[0-9]{1,15}")


def _names_of_flows(given: Parameters) -> str | None:
    flows = given.get("ExplicitAuthFlows") or []
    prefixed = [each.startswith("ALLOW_") for each in flows]
    if any(prefixed) and not all(prefixed):
        return (
            "Cannot use ALLOW_* prefixed and non-prefixed authentication flows together in "
            "ExplicitAuthFlows."
        )
    return None


def _grants(given: Parameters) -> str | None:
    flows = set(given.get("AllowedOAuthFlows") or ())
    if "client_credentials" in flows and flows & WITH_BROWSER:
        return "client_credentials flow can not be selected along with code flow or implicit flow."
    return None


def _secret(given: Parameters) -> str | None:
    flows = given.get("AllowedOAuthFlows") or ()
    if "client_credentials" in flows and not given.get("GenerateSecret"):
        return (
            "client_credentials flow can not be selected if client does not have a client secret."
        )
    return None


def _callbacks(given: Parameters) -> str | None:
    flows = set(given.get("AllowedOAuthFlows") or ())
    if flows & WITH_BROWSER and not given.get("CallbackURLs"):
        return "At least one callback URL must be configured if code or implicit flow is enabled."
    return None


def _plain_callback(given: Parameters) -> str | None:
    urls = [*(given.get("CallbackURLs") or ()), *(given.get("LogoutURLs") or ())]
    for each in urls:
        if each.startswith("http://") and not each.startswith(("http://localhost", "http://127.")):
            return f"{each} cannot use the HTTP protocol."
    return None


def _attributes(given: Parameters) -> str | None:
    named: Iterable[Parameters] = given.get("UserAttributes") or ()
    for each in named:
        value = str(each.get("Value", ""))
        if each.get("Name") == "email" and value and not _MAIL.fullmatch(value):
            return "Invalid email address format."
        if each.get("Name") == "phone_number" and value and not _PHONE.fullmatch(value):
            return "Invalid phone number format."
    return None


RULES = (
    rule(CLIENTS, CODE, _names_of_flows),
    rule(CLIENTS, FLOW_CODE, _grants),
    rule("CreateUserPoolClient", FLOW_CODE, _secret),
    rule(CLIENTS, CODE, _callbacks),
    rule(CLIENTS, CODE, _plain_callback),
    rule(
        "SignUp AdminCreateUser AdminUpdateUserAttributes UpdateUserAttributes", CODE, _attributes
    ),
)
