"""CloudFront in front of edge-optimized APIs: the headers that it adds to requests and answers.

Source: CloudFront developer guide, "Add CloudFront request headers"; answers recorded on AWS.
"""

import secrets
from dataclasses import replace

from embedded_aws.gateway.exchange import Answer
from embedded_aws.gateway.incoming import Incoming

CANONICAL = {"authorization": "Authorization", "user-agent": "User-Agent"}
"""Names that CloudFront writes in its own spelling; others stay as the client spelled them."""
REFUSED_FROM = 400
ID_BYTES = 40
NOWHERE = "XX"
"""The country of an address that is in no geographic database."""
PRIVATE_NETWORK = "64512"
"""The first number of the autonomous systems that are for private use (RFC 6996)."""


def at_edge(incoming: Incoming) -> Incoming:
    """The request as CloudFront passes it on to an edge-optimized API."""
    own = [(CANONICAL.get(name.lower(), name), value) for name, value in incoming.headers]
    version = incoming.protocol.removeprefix("HTTP/")
    host = f"{secrets.token_hex(16)}.cloudfront.net"
    added = (
        ("CloudFront-Forwarded-Proto", "https"),
        *_viewer(incoming.header("User-Agent") or ""),
        ("CloudFront-Viewer-ASN", PRIVATE_NETWORK),
        ("CloudFront-Viewer-Country", NOWHERE),
        ("Via", f"{version} {host} (CloudFront)"),
        ("X-Amz-Cf-Id", f"{secrets.token_urlsafe(ID_BYTES)}=="),
    )
    names = {name.lower() for name, _ in added}
    others = [each for each in own if each[0].lower() not in names]
    return replace(incoming, headers=(*others, *added))


def _viewer(agent: str) -> tuple[tuple[str, str], ...]:
    """The kinds of device, of which the user agent is one."""
    kind = "Desktop"
    if "SmartTV" in agent or "SMART-TV" in agent:
        kind = "SmartTV"
    elif "iPad" in agent or "Tablet" in agent:
        kind = "Tablet"
    elif "Mobi" in agent:
        kind = "Mobile"
    kinds = ("Desktop", "Mobile", "SmartTV", "Tablet")
    return tuple((f"CloudFront-Is-{each}-Viewer", str(each == kind).lower()) for each in kinds)


def from_edge(incoming: Incoming, answer: Answer) -> Answer:
    """The answer with the headers by which CloudFront tells that it passed."""
    result = "Error" if answer.status >= REFUSED_FROM else "Miss"
    added = [
        ("X-Cache", f"{result} from cloudfront"),
        ("Via", incoming.header("Via") or ""),
        ("X-Amz-Cf-Pop", "LCL50-P1"),
        ("X-Amz-Cf-Id", incoming.header("X-Amz-Cf-Id") or ""),
    ]
    return Answer(answer.status, [*answer.headers, *added], answer.body)
