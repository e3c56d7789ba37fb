"""The smoke test of a function: requests that it answers without changing data."""

from collections.abc import Mapping
from typing import Any

PATH = "/is-it-alive"
"""No service has it as a route; answering 404 takes all of a function's start."""
READS = "reads"
"""A member of that answer: the routes that only read, which are asked next."""
MOST_READS = 20
BY_DESIGN = {501, 503, 504}
"""A service's answers while another one that it needs is away: no fault of its new version."""
CALLER = {"subject": "smoke-test", "client_id": "smoke-test", "tenant": "smoke-test"}


def event() -> dict[str, Any]:
    """A request for a service and for the authorizer alike."""
    return {
        "type": "TOKEN",
        "authorizationToken": "",
        "methodArn": "arn:aws:execute-api:::/v1/GET/",
        "httpMethod": "GET",
        "resource": PATH,
        "path": PATH,
        "headers": {},
        "requestContext": {"requestId": "smoke-test"},
    }


def more(payload: Any) -> list[dict[str, Any]]:
    """The requests to ask after that answer: each read of a service, or a token it must refuse."""
    report = payload if isinstance(payload, dict) else {}
    if report.get("errorMessage") == "Unauthorized":
        return [_signed_in()]
    return [_read(route) for route in report.get(READS, [])[:MOST_READS]]


def failure(payload: Any, error: str | None) -> str | None:
    """The error with which the function fails to start or to answer; None when it answered."""
    report = payload if isinstance(payload, dict) else {}
    status = report.get("statusCode")
    if not error and isinstance(status, int) and status >= 500 and status not in BY_DESIGN:  # noqa: PLR2004
        return f"it answers {status}"
    # The authorizer refuses the empty token, and that is an answer.
    if not error or report.get("errorMessage") == "Unauthorized":
        return None
    return f"{report.get('errorType')}: {report.get('errorMessage')}"


def _read(route: str) -> dict[str, Any]:
    """A GET of somebody who owns nothing, of something that is not there."""
    service = route.split("/")[1]
    names = [part[1:-1] for part in route.split("/") if part.startswith("{")]
    caller: Mapping[str, str] = {**CALLER, "kind": "machine", "scopes": f"{service}/admin"}
    return {
        "httpMethod": "GET",
        "resource": route,
        "path": route,
        "pathParameters": dict.fromkeys(names, "smoke-test"),
        "headers": {},
        "requestContext": {"requestId": "smoke-test", "authorizer": caller},
    }


def _signed_in() -> dict[str, Any]:
    """A request with a token that nobody signed."""
    return {
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:::/v1/GET/",
        "resource": PATH,
        "multiValueHeaders": {"Authorization": ["Bearer smoke.test.token"]},
    }
