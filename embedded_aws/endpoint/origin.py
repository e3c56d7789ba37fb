"""Refuses requests of web pages: a browser on this machine could reach loopback for them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

_OURS = re.compile(r"(.+\.)?(127\.0\.0\.1|localhost|amazonaws\.com|amazoncognito\.com)(:\d+)?")


def is_ours(environ: Mapping[str, Any]) -> bool:
    """Whether the request is a command's: not a page's, and sent to a name of this machine.

    A foreign name that resolves to loopback is how a page evades the browser's same-origin policy
    (DNS rebinding).
    """
    return "HTTP_ORIGIN" not in environ and bool(_OURS.fullmatch(environ.get("HTTP_HOST", "")))


def refuse(start_response: Any) -> Iterable[bytes]:
    """The answer to a web page's request."""
    body = b"The embedded AWS answers commands on this machine, not web pages.\n"
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))]
    start_response("403 Forbidden", headers)
    return [body]
