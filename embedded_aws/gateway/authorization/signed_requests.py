"""The signature in a request: in a header, or in the query of a presigned URL.

IAM user guide, "AWS Signature Version 4 for API requests".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from embedded_aws.gateway.answers.refusals import missing_authentication_token
from embedded_aws.gateway.authorization.caller_refusals import (
    hashed,
    incomplete_signature,
    invalid_signature,
)
from embedded_aws.gateway.incoming import Incoming

ALGORITHM = "AWS4-HMAC-SHA256"
TIMESTAMP = "%Y%m%dT%H%M%SZ"
LONGEST_SECONDS = 7 * 24 * 3600
SCOPE_PARTS = 5
NEEDED = ("Credential", "Signature", "SignedHeaders")
IN_QUERY = ("Algorithm", *NEEDED, "Date", "Expires")


@dataclass(frozen=True)
class Signed:
    """A signature with its scope, time, headers and token."""

    access_key: str
    date: str
    region: str
    service: str
    terminator: str
    headers: tuple[str, ...]
    signature: str
    at: datetime
    expires_seconds: int | None
    token: str | None

    @property
    def timestamp(self) -> str:
        """The time of signing in the form that was signed."""
        return self.at.strftime(TIMESTAMP)


def read(incoming: Incoming) -> Signed:
    """The signature of a request; raises the refusal for a missing or incomplete one."""
    query = dict(incoming.query_pairs())
    header = incoming.header("Authorization")
    if header:
        return _from_header(incoming, header)
    if any(f"X-Amz-{name}" in query for name in ("Algorithm", "Credential", "Signature")):
        return _from_query(query)
    raise missing_authentication_token()


def _from_header(incoming: Incoming, header: str) -> Signed:
    algorithm, _, rest = header.partition(" ")
    pairs = [part.strip().partition("=") for part in rest.split(",")]
    if algorithm != ALGORITHM or not all(equals for _, equals, _ in pairs):
        raise incomplete_signature(
            f"Invalid key=value pair (missing equal-sign) in Authorization header {hashed(header)}."
        )
    given = {name: value for name, _, value in pairs}
    date = incoming.header("X-Amz-Date") or incoming.header("Date")
    missing = [f"requires '{name}' parameter" for name in NEEDED if not given.get(name)]
    if not date:
        missing.append("requires existence of either a 'X-Amz-Date' or a 'Date' header")
    if missing or not date:
        said = " ".join(f"Authorization header {each}." for each in missing)
        raise incomplete_signature(f"{said} {hashed(header)}")
    return _signed(given, date, None, incoming.header("X-Amz-Security-Token"))


def _from_query(query: dict[str, str]) -> Signed:
    missing = [name for name in IN_QUERY if not query.get(f"X-Amz-{name}")]
    if missing:
        raise incomplete_signature(
            f"AWS query-string parameters must include 'X-Amz-{missing[0]}'. "
            "Re-examine the query-string parameters."
        )
    given = {name: query[f"X-Amz-{name}"] for name in IN_QUERY}
    if given["Algorithm"] != ALGORITHM:
        raise incomplete_signature(f"Unsupported AWS 'algorithm': '{given['Algorithm']}'.")
    expires = given["Expires"]
    if not (expires.isascii() and expires.isdecimal() and 0 < int(expires) <= LONGEST_SECONDS):
        raise incomplete_signature(
            f"X-Amz-Expires must be a number of seconds from 1 to {LONGEST_SECONDS}."
        )
    return _signed(given, given["Date"], int(expires), query.get("X-Amz-Security-Token"))


def _signed(given: dict[str, str], date: str, expires: int | None, token: str | None) -> Signed:
    scope = given["Credential"].rsplit("/", SCOPE_PARTS - 1)
    if len(scope) != SCOPE_PARTS:
        raise incomplete_signature(
            "Credential must have exactly 5 slash-delimited elements, e.g. "
            f"keyid/date/region/service/term, got '{given['Credential']}'."
        )
    headers = tuple(name.lower() for name in given["SignedHeaders"].split(";"))
    if "host" not in headers:
        raise invalid_signature(
            "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
        )
    key, day, region, service, terminator = scope
    at = _time(date)
    return Signed(
        key, day, region, service, terminator, headers, given["Signature"], at, expires, token
    )


def _time(text: str) -> datetime:
    """The time of signing: ISO 8601's basic form, or an HTTP date."""
    for reading in _READINGS:
        try:
            return reading(text).astimezone(UTC)
        except ValueError:
            continue
    raise incomplete_signature(
        f"Date must be in ISO-8601 'basic format'. Got '{text}'. See "
        "http://en.wikipedia.org/wiki/ISO_8601"
    )


_READINGS: tuple[Callable[[str], datetime], ...] = (
    lambda text: datetime.strptime(text, TIMESTAMP).replace(tzinfo=UTC),
    parsedate_to_datetime,
)
