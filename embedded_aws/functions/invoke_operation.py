"""Lambda's Invoke operation, by worker processes instead of moto's Docker containers."""

import asyncio
import base64
import json
from typing import Any
from urllib.parse import unquote

from moto.awslambda.responses import LambdaResponse

from embedded_aws.functions.catalog import arn_of
from embedded_aws.functions.events.retries import Event, Events
from embedded_aws.functions.model import (
    BadClientContextError,
    BadContentError,
    EntityTooLargeError,
    MismatchError,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnknownKindError,
    UnsupportedRuntimeError,
)
from embedded_aws.functions.workers.pool import Functions

Response = tuple[int, dict[str, str], bytes]

LARGEST_ASYNCHRONOUS = 1024 * 1024
KINDS = ("Event", "RequestResponse", "DryRun")

REFUSALS: dict[type[Exception], tuple[int, str]] = {
    UnknownFunctionError: (404, "ResourceNotFoundException"),
    TooManyRequestsError: (429, "TooManyRequestsException"),
    EntityTooLargeError: (413, "RequestEntityTooLargeException"),
    RequestTooLargeError: (413, "RequestTooLargeException"),
    BadClientContextError: (400, "InvalidRequestContentException"),
    BadContentError: (400, "InvalidRequestContentException"),
    MismatchError: (400, "InvalidParameterValueException"),
    UnknownKindError: (400, "ValidationException"),
    UnsupportedRuntimeError: (400, "InvalidRuntimeException"),
}


def install(functions: Functions, events: Events, loop: asyncio.AbstractEventLoop) -> None:
    """Let moto's Lambda invoke through `functions`, whose workers run in `loop`."""
    background: set[Any] = set()

    def invoke(response: Any) -> Response:
        try:
            return start(response)
        except tuple(REFUSALS) as refusal:
            return _refused(refusal)

    def start(response: Any) -> Response:
        name, qualifier, body = _request(response)
        kind = response.headers.get("X-Amz-Invocation-Type", "RequestResponse")
        context = _client_context(response.headers.get("X-Amz-Client-Context"))
        _check(kind, body)
        if kind != "RequestResponse":
            functions.check(name, qualifier, body)
        if kind == "DryRun":
            return _empty(204)
        if kind == "Event":
            event = Event(name, body, qualifier, context)
            first = asyncio.run_coroutine_threadsafe(events.take(event), loop)
            background.add(first)
            first.add_done_callback(background.discard)
            return _empty(202, event.request_id)
        future = asyncio.run_coroutine_threadsafe(
            functions.invoke(name, body, qualifier, context), loop
        )
        return _answer(future, tail=response.headers.get("X-Amz-Log-Type") == "Tail")

    LambdaResponse.invoke = invoke


def _check(kind: str, body: bytes) -> None:
    """Refuse an unknown kind of invocation, and an event that is no JSON or too large for it."""
    if kind not in KINDS:
        raise UnknownKindError(
            f"1 validation error detected: Value '{kind}' at 'invocationType' failed to satisfy "
            f"constraint: Member must satisfy enum value set: [{', '.join(KINDS)}]"
        )
    if kind == "Event" and len(body) > LARGEST_ASYNCHRONOUS:
        raise RequestTooLargeError(
            f"{len(body)} byte payload is too large for the Event invocation type (limit "
            f"{LARGEST_ASYNCHRONOUS} bytes)"
        )
    try:
        json.loads(body)
    except ValueError as error:
        raise BadContentError(f"Could not parse request body into json: {error}") from error


def _client_context(header: str | None) -> str | None:
    """The function's JSON, in one line; the caller sends it in base64."""
    if header is None:
        return None
    try:
        return json.dumps(json.loads(base64.b64decode(header, validate=True)))
    except ValueError as error:
        raise BadClientContextError("Client context must be valid Base64-encoded JSON.") from error


def _empty(status: int, request_id: str | None = None) -> Response:
    named = {"x-amzn-RequestId": request_id} if request_id else {}
    return status, {"status": str(status), **named}, b""


def _request(response: Any) -> tuple[str, str | None, bytes]:
    named = unquote(response.path.rsplit("/", 2)[-2])
    name = arn_of(named, response.region, response.current_account)
    qualifier = response.querystring.get("Qualifier", [None])[0]
    own = named.rsplit(":function:", maxsplit=1)[-1].partition(":")[2]
    if own and qualifier and own != qualifier:
        raise MismatchError(
            "The derived qualifier from the function name does not match the specified qualifier."
        )
    body = response.body or b"{}"
    return name, qualifier, body.encode() if isinstance(body, str) else body


def _answer(future: Any, *, tail: bool) -> Response:
    invocation = future.result()
    headers = {
        "Content-Type": "application/json",
        "X-Amz-Executed-Version": invocation.executed_version,
        "x-amzn-RequestId": invocation.request_id,
    }
    if invocation.function_error:
        headers["X-Amz-Function-Error"] = invocation.function_error
    if tail:
        headers["X-Amz-Log-Result"] = base64.b64encode(invocation.log_tail.encode()).decode()
    return 200, headers, invocation.payload


def _refused(refusal: Exception) -> Response:
    status, code = next(each for kind, each in REFUSALS.items() if isinstance(refusal, kind))
    body = {"Type": "User", "message": str(refusal)}
    if isinstance(refusal, TooManyRequestsError):
        body["Reason"] = refusal.reason
    headers = {
        "Content-Type": "application/json",
        "x-amzn-ErrorType": code,
        "status": str(status),  # where moto looks for it
    }
    return status, headers, json.dumps(body).encode()
