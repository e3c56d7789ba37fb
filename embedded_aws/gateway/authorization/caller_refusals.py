"""Refusals of callers with an invalid signature or without permission, in AWS's words.

IAM user guide, "Troubleshoot signed requests for AWS APIs" and "Troubleshoot access denied error
messages".
"""

import base64
import hashlib

from embedded_aws.gateway.exchange import Exchange, Refusal

ACTION = "execute-api:Invoke"
VISIBLE_DIGITS = 4


def incomplete_signature(message: str) -> Refusal:
    """The refusal of an incomplete signature."""
    return Refusal("DEFAULT_4XX", message, 403, "IncompleteSignatureException")


def invalid_signature(message: str) -> Refusal:
    """The refusal of a signature for another request, or from another time."""
    return Refusal("INVALID_SIGNATURE", message)


def unrecognized_client() -> Refusal:
    """The refusal of an unknown access key, or of one with the wrong session token."""
    message = "The security token included in the request is invalid."
    return Refusal("DEFAULT_4XX", message, 403, "UnrecognizedClientException")


def expired_token() -> Refusal:
    """The refusal of an expired session."""
    return Refusal("EXPIRED_TOKEN", "The security token included in the request is expired")


def not_authorized(exchange: Exchange, who: str, reason: str) -> Refusal:
    """The refusal of a caller whose policies do not allow the call, with the reason."""
    return Refusal(
        "ACCESS_DENIED",
        f"User: {who} is not authorized to perform: {ACTION} on resource: "
        f"{_masked(exchange)} {reason}",
    )


def _masked(exchange: Exchange) -> str:
    """The method's ARN with most of the account hidden."""
    account = exchange.stage.api.account_id
    hidden = "*" * (len(account) - VISIBLE_DIGITS) + account[-VISIBLE_DIGITS:]
    return exchange.method_arn().replace(f":{account}:", f":{hidden}:", 1)


def hashed(header: str) -> str:
    """A header that must not be repeated in plain text, as AWS shows it."""
    digest = base64.b64encode(hashlib.sha256(header.encode()).digest()).decode()
    return f"(hashed with SHA-256 and encoded with Base64) Authorization={digest}"
