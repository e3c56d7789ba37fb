"""Answers of the JSON protocols: their type, and the status that all their errors of callers have.

AWS JSON 1.0 and 1.1 protocols (Smithy), "Operation error serialization".
"""

from collections.abc import Mapping
from typing import Any

NOT_FOUND, BAD_REQUEST = "404", "400 Bad Request"
JSON = "application/x-amz-json-1"
HTML = "text/html"

type Headers = list[tuple[str, str]]


def as_json(environ: Mapping[str, Any], status: str, headers: Headers) -> tuple[str, Headers]:
    """Status and headers in the protocol of the request; moto has 404 and HTML for some."""
    kind = str(environ.get("CONTENT_TYPE", ""))
    if not kind.startswith(JSON) or "HTTP_X_AMZ_TARGET" not in environ:
        return status, headers
    typed = [
        (name, kind if name.lower() == "content-type" and value.startswith(HTML) else value)
        for name, value in headers
    ]
    return BAD_REQUEST if status.startswith(NOT_FOUND) else status, typed
