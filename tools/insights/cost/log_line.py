"""The length of an access-log line, measured on the format that Terraform deploys.

A route's line has its path twice: as it was asked for, and as it is in the contract.
"""

import json
import re
from collections.abc import Collection

from tools.command import CommandError
from tools.review.aws_rules.model import Subject

# Typical lengths; what is not here prints as a few letters or digits.
LENGTHS = {
    "authorizer.error": 1,
    "authorizer.client_id": 26,
    "authorizer.subject": 26,
    "error.message": 1,
    "error.responseType": 1,
    "error.validationErrorString": 1,
    "extendedRequestId": 16,
    "identity.apiKeyId": 10,
    "identity.sourceIp": 14,
    "identity.userAgent": 60,
    "integration.error": 1,
    "path": 0,
    "requestId": 36,
    "requestTimeEpoch": 13,
    "resourcePath": 0,
    "wafResponseCode": 9,
    "xrayTraceId": 40,
}
SHORT = 4
ID = "x" * 30
STAGE = "/v1"


def bytes_per_line(written: Subject, omitted: Collection[str] = ()) -> int:
    """Bytes of a typical line without its paths; CommandError when there is no such format."""
    for block in written.of("locals"):
        fields = block.values.get("access_log_fields")
        if fields:
            line = {
                name: "x" * LENGTHS.get(variable, SHORT)
                for name, variable in fields.items()
                if name not in omitted
            }
            return len(json.dumps(line, separators=(",", ":")))
    raise CommandError(
        "terraform/ has no access_log_fields any more; measure the access log's new format in "
        "tools/insights/cost/log_line.py"
    )


def bytes_of_paths(address: str) -> int:
    """Bytes of a line that its route decides, for an address like /orders/{orderId}."""
    requested = STAGE + re.sub(r"\{\w+\}", ID, address)
    return len(requested) + len(address)
