"""Visitors of the console: a browser on this machine that was sent by its user or by the page."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

_OURS = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")
OWN = {"same-origin", "none", ""}
HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "no-store"),
]


def refusal_of(environ: Mapping[str, Any]) -> tuple[HTTPStatus, str] | None:
    """Why this visitor is not answered; None for one who is.

    A foreign name that resolves to loopback is how a page evades the browser's same-origin policy
    (DNS rebinding). A link may lead here from elsewhere, since nobody but the user sees the page.
    """
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return HTTPStatus.METHOD_NOT_ALLOWED, "The console changes nothing; it answers GET."
    if not _OURS.fullmatch(environ.get("HTTP_HOST", "")):
        return HTTPStatus.FORBIDDEN, "The console answers at 127.0.0.1 and localhost alone."
    opening = environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
    own = environ.get("HTTP_ORIGIN") in {None, f"http://{environ['HTTP_HOST']}"}
    if not own or not (opening or _site(environ) in OWN):
        return HTTPStatus.FORBIDDEN, "The console answers its own page, not other web pages."
    return None


def _site(environ: Mapping[str, Any]) -> str:
    return str(environ.get("HTTP_SEC_FETCH_SITE", ""))
