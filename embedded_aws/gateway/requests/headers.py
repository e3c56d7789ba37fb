"""The limit on a request's head (API Gateway quotas, "request line and header values").

The sentence is that of the HTTP decoder in front of all APIs, as users report it ("HTTP header is
larger than 10240 bytes."): it knows no API yet, so no gateway response changes it.
"""

import json

from embedded_aws.gateway.exchange import Answer
from embedded_aws.gateway.incoming import Incoming

LIMIT_BYTES = 10_240
STATUS = 431


def too_large(incoming: Incoming) -> Answer | None:
    """The answer to a request whose head is larger than API Gateway takes."""
    query = f"?{incoming.query}" if incoming.query else ""
    line = f"{incoming.method} {incoming.path}{query} {incoming.protocol}"
    if len(line) + sum(len(value) for _, value in incoming.headers) <= LIMIT_BYTES:
        return None
    body = json.dumps({"message": f"HTTP header is larger than {LIMIT_BYTES} bytes."})
    return Answer(STATUS, [("Content-Type", "application/json")], body.encode())
