"""Verification of a signature: the caller's, for this request, and recent.

botocore computes the canonical request and the signature, as it does in most clients.
"""

import hmac
from datetime import UTC, datetime, timedelta
from http.client import HTTPMessage
from urllib.parse import quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from embedded_aws.gateway.authorization.caller_refusals import (
    expired_token,
    invalid_signature,
    unrecognized_client,
)
from embedded_aws.gateway.authorization.callers import Caller
from embedded_aws.gateway.authorization.signed_requests import TIMESTAMP, Signed
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.incoming import Incoming

SERVICE = "execute-api"
TERMINATOR = "aws4_request"
SKEW = timedelta(minutes=5)
UNRESERVED = "-_.~"


class _Signer(SigV4Auth):
    """A signer of exactly the headers that the client names; botocore leaves some out."""

    def headers_to_sign(self, request: AWSRequest) -> HTTPMessage:
        signed: HTTPMessage = request.context["signed headers"]
        return signed


def check_scope(signed: Signed, region: str) -> None:
    """Refuse a signature for another day, region or service."""
    if signed.date != signed.timestamp[:8]:
        raise invalid_signature(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
            f"HTTP: '{signed.date}' != '{signed.timestamp[:8]}', from '{signed.timestamp}'."
        )
    if signed.region != region:
        raise invalid_signature(
            f"Credential should be scoped to a valid region, not '{signed.region}'."
        )
    if signed.service != SERVICE:
        raise invalid_signature(f"Credential should be scoped to correct service: '{SERVICE}'.")
    if signed.terminator != TERMINATOR:
        raise invalid_signature(
            f"Credential should be scoped with a valid terminator: '{TERMINATOR}', "
            f"not '{signed.terminator}'."
        )


def check_time(signed: Signed, at: float) -> None:
    """Refuse a signature more than five minutes old or ahead, or an expired presigned URL."""
    now = datetime.fromtimestamp(at, UTC)
    expires = signed.expires_seconds
    life = SKEW if expires is None else timedelta(seconds=expires)
    if signed.at < now - life:
        unit = "5 min." if expires is None else f"{expires} sec."
        raise invalid_signature(
            f"Signature expired: {signed.timestamp} is now earlier than "
            f"{(now - life).strftime(TIMESTAMP)} ({now.strftime(TIMESTAMP)} - {unit})"
        )
    if signed.at > now + SKEW:
        raise invalid_signature(
            f"Signature not yet current: {signed.timestamp} is still later than "
            f"{(now + SKEW).strftime(TIMESTAMP)} ({now.strftime(TIMESTAMP)} + 5 min.)"
        )


def check_token(signed: Signed, caller: Caller, at: float) -> None:
    """Refuse a session's key without its token, a user's key with one, and an expired token."""
    expected, given = caller.session_token or "", signed.token or ""
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise unrecognized_client()
    if caller.expires is not None and caller.expires <= at:
        raise expired_token()


def check_signature(exchange: Exchange, signed: Signed, caller: Caller) -> None:
    """Refuse another signature than the caller's for this request; the message has that one."""
    signer = _Signer(
        Credentials(caller.access_key, caller.secret), SERVICE, exchange.stage.api.region
    )
    request = _request(exchange.incoming, exchange.body, signed)
    canonical = signer.canonical_request(request)
    to_sign = signer.string_to_sign(request, canonical)
    expected = signer.signature(to_sign, request)
    if not hmac.compare_digest(expected.encode(), signed.signature.encode()):
        raise invalid_signature(
            "The request signature we calculated does not match the signature you provided. Check "
            "your AWS Secret Access Key and signing method. Consult the service documentation for "
            f"details.\n\nThe Canonical String for this request should have been\n'{canonical}'\n\n"
            f"The String-to-Sign should have been\n'{to_sign}'\n"
        )


def _request(incoming: Incoming, body: bytes, signed: Signed) -> AWSRequest:
    """The request in botocore's form.

    It has the signed headers alone: with an unsigned `X-Amz-Content-Sha256`, botocore would trust
    the client's hash of the body.
    """
    path = incoming.path.replace("#", "%23")  # a fragment would go unsigned
    pairs = [pair for pair in incoming.query_pairs() if pair[0] != "X-Amz-Signature"]
    query = urlencode(pairs, quote_via=quote, safe=UNRESERVED)
    request = AWSRequest(method=incoming.method, url=f"https://-{path}?{query}", data=body)
    request.context["timestamp"] = signed.timestamp
    request.context["signed headers"] = _headers(incoming, signed)
    return request


def _headers(incoming: Incoming, signed: Signed) -> HTTPMessage:
    """All values of each signed header; a missing one counts as empty, which never matches."""
    headers = HTTPMessage()
    for name in signed.headers:
        values = [value for key, value in incoming.headers if key.lower() == name]
        for value in values or [""]:
            headers[name] = value.encode("latin-1").decode("utf-8", "replace")
    return headers
