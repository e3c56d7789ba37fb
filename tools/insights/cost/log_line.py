"""The length of an access-log line, measured on the format that Terraform deploys."""

import json
from collections.abc import Collection

from tools.command import CommandError
from tools.review.aws_rules.model import Subject

# Typical lengths; what is not here prints as a dash or a few digits.
LENGTHS = {
    "authorizer.client_id": 26,
    "authorizer.subject": 26,
    "extendedRequestId": 16,
    "identity.apiKeyId": 10,
    "identity.sourceIp": 14,
    "identity.userAgent": 60,
    "path": 45,
    "requestId": 36,
    "requestTimeEpoch": 13,
    "resourcePath": 35,
    "xrayTraceId": 40,
}
SHORT = 4


def bytes_per_line(written: Subject, omitted: Collection[str] = ()) -> int:
    """Bytes of a typical line; CommandError when the sources have no such format."""
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
