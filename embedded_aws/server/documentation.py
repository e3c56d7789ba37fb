"""Pages about the APIs, at /docs beside them: a folder of files, and tokens for its forms.

They stand only where nothing else does: with the folder `portal` in LOCAL_DIR, on this machine's
own names, and while no stage is called `docs`.
"""

import asyncio
import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from embedded_aws.config import ACCOUNT_ID, LocalConfig
from embedded_aws.endpoint.token_endpoint import BODY_LIMIT_BYTES, token_response
from embedded_aws.gateway import MotoUsage

PREFIX = "/docs"
TOKEN = f"{PREFIX}/token"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".LICENSE": "text/plain; charset=utf-8",
}
HEADERS = [
    (
        b"content-security-policy",
        # Swagger UI sets styles of elements, and has images in its sheet.
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        b"base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-cache"),
]
_OURS = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")

type Answer = tuple[int, str, bytes]


class Documentation:
    """Answers for the gateway where no stage is deployed."""

    def __init__(self, config: LocalConfig) -> None:
        self._folder = config.portal
        self._usage = MotoUsage(ACCOUNT_ID)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> bool:
        """Answer a request for a page; False for any other."""
        path = scope["path"]
        if not (path == PREFIX or path.startswith(f"{PREFIX}/")):
            return False
        headers = {name.decode(): text.decode("latin-1") for name, text in scope["headers"]}
        if not self._is_here(headers):
            return False
        if path == TOKEN:
            answer = await self._token(scope["method"], headers, await _body(receive))
        else:
            answer = self._page(scope["method"], path)
        await _send(send, scope["method"], answer)
        return True

    def _is_here(self, headers: Mapping[str, str]) -> bool:
        """Whether the site is built, and asked for by this machine's name."""
        return bool(_OURS.fullmatch(headers.get("host", ""))) and self._folder.is_dir()

    def _page(self, method: str, path: str) -> Answer:
        if method not in {"GET", "HEAD"}:
            return _said(405, "Pages answer GET.")
        if path == PREFIX:
            return 308, f"{PREFIX}/", b""
        name = path.removeprefix(f"{PREFIX}/") or "index.html"
        file = (self._folder / name).resolve()
        if not (file.is_relative_to(self._folder.resolve()) and file.is_file()):
            return _said(404, f"The portal has no page {name}.")
        return 200, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes()

    async def _token(self, method: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """A token of the token endpoint, with the limits of the client's usage plan."""
        if headers.get("origin") not in {None, f"http://{headers['host']}"}:
            return _said(403, "The portal's own page alone gets tokens here.")
        if body is None:
            return _said(413, "The request is too large.")
        environ = {
            "REQUEST_METHOD": method,
            "CONTENT_TYPE": headers.get("content-type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        status, content = await asyncio.to_thread(_issued, environ)
        if status == 200:  # noqa: PLR2004
            client = parse_qs(body.decode("utf-8", "replace")).get("client_id", [""])[-1]
            content["limits"] = self._usage.standing(client)
        return status, TYPES[".json"], json.dumps(content).encode()


def _issued(environ: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
    """The token endpoint's status and answer."""
    statuses: list[str] = []
    chunks: Iterable[bytes] = token_response(environ, lambda status, _: statuses.append(status))
    content: dict[str, Any] = json.loads(b"".join(chunks))
    return int(statuses[0].split(" ")[0]), content


async def _body(receive: Any) -> bytes | None:
    """The whole body; None when it is larger than a form is."""
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT_BYTES:
            return None
        if not message.get("more_body"):
            return body


def _said(status: int, sentence: str) -> Answer:
    return status, "text/plain; charset=utf-8", f"{sentence}\n".encode()


async def _send(send: Any, method: str, answer: Answer) -> None:
    status, kind, body = answer
    name = b"location" if status == 308 else b"content-type"  # noqa: PLR2004
    length = (b"content-length", str(len(body)).encode())
    headers = [(name, kind.encode()), length, *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
