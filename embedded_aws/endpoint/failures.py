"""Errors of the embedded AWS: immediate, by name, in the caller's protocol, and not retried."""

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape  # nosec B406 # it writes XML and reads none

from moto.core.responses import BaseResponse

StartResponse = Callable[..., Any]

NOT_IMPLEMENTED = "NotImplemented"
FAILED = "EmbeddedAwsFailure"
NOT_KEPT = "EmbeddedAwsStorageFull"
BROKEN = "SerializationException"
XML_SERVICES = {"s3", "cloudfront", "route53"}


def install() -> None:
    """Make moto name an unknown operation instead of answering an empty 404."""
    if getattr(BaseResponse, "names_unknown_operations", False):
        return
    call_action = BaseResponse.call_action

    def named(self: Any) -> Any:
        if not self._get_action():
            raise NotImplementedError(f"{self.method} {self.path} of {self.service_name}")
        return call_action(self)

    BaseResponse.call_action = named
    BaseResponse.names_unknown_operations = True


def service_of(environ: Mapping[str, Any]) -> str:
    """The service that the request is signed for; empty when it is not signed."""
    match = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return match.group(1) if match else ""


def region_of(environ: Mapping[str, Any]) -> str:
    """The region that the request is signed for; empty when it is not signed."""
    match = re.search(r"Credential=[^/]+/\d+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return match.group(1) if match else ""


def access_key_of(environ: Mapping[str, Any]) -> str:
    """The access key that the request is signed with; empty when it is not signed."""
    match = re.search(r"Credential=([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    return match.group(1) if match else ""


def respond(
    environ: Mapping[str, Any],
    start_response: StartResponse,
    code: str,
    message: str,
    status: HTTPStatus = HTTPStatus.BAD_REQUEST,
) -> Iterable[bytes]:
    """A client error, which neither botocore nor Terraform's provider retries."""
    content_type, body = _body(environ, code, message)
    headers = [
        ("Content-Type", content_type),
        ("Content-Length", str(len(body))),
        ("x-amzn-ErrorType", code),
    ]
    start_response(f"{status} {status.phrase}", headers)
    return [body]


def _body(environ: Mapping[str, Any], code: str, message: str) -> tuple[str, bytes]:
    form = _is_form(environ)
    service = service_of(environ)
    if form or service in XML_SERVICES:
        text = f"<Code>{code}</Code><Message>{escape(message)}</Message>"
        whole = f"<Error>{text}</Error>"
        if form:
            whole = f"<ErrorResponse>{whole}<RequestId>embedded</RequestId></ErrorResponse>"
        return "text/xml", whole.encode()
    target = environ.get("HTTP_X_AMZ_TARGET")
    kind = "application/x-amz-json-1.1" if target else "application/json"
    return kind, json.dumps({"__type": code, "message": message}).encode()


def is_broken(environ: Mapping[str, Any]) -> bool:
    """Whether the body, which was read, is not the JSON object that its protocol asks for."""
    stream = environ["wsgi.input"]
    is_json = "json" in str(environ.get("CONTENT_TYPE", ""))
    if not is_json or "HTTP_X_AMZ_TARGET" not in environ or not isinstance(stream, io.BytesIO):
        return False
    try:
        return not isinstance(json.loads(stream.getvalue() or b"{}"), dict)
    except ValueError:
        return True


READING = ("Get", "List", "Describe", "Query", "BatchGet", "Filter")


def only_reads(environ: Mapping[str, Any]) -> bool:
    """Whether the request changes nothing."""
    target = environ.get("HTTP_X_AMZ_TARGET") or _action(environ)
    if target:
        return str(target).rsplit(".", maxsplit=1)[-1].startswith(READING)
    return environ["REQUEST_METHOD"] in {"GET", "HEAD"}


def _action(environ: Mapping[str, Any]) -> str | None:
    """The action of a query request, whose body was read already."""
    body = environ["wsgi.input"]
    if not _is_form(environ) or not isinstance(body, io.BytesIO):
        return None
    return parse_qs(body.getvalue().decode("utf-8", "replace")).get("Action", [None])[0]


def _is_form(environ: Mapping[str, Any]) -> bool:
    return str(environ.get("CONTENT_TYPE", "")).startswith("application/x-www-form-urlencoded")


def operation_of(environ: Mapping[str, Any]) -> str:
    """The operation's name for people."""
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return str(target)
    action = _action(environ)
    if action:
        return f"{service_of(environ)} {action}"
    return f"{service_of(environ)} {environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}"
