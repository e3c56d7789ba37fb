"""The smoke test of a function: one event that it answers without touching data."""

from typing import Any

PATH = "/is-it-alive"
"""No service has it as a route; answering 404 takes all of a function's start."""


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


def failure(payload: Any, error: str | None) -> str | None:
    """The error with which the function fails to start; None when it answered."""
    report = payload if isinstance(payload, dict) else {}
    # The authorizer refuses the empty token, and that is an answer.
    if not error or report.get("errorMessage") == "Unauthorized":
        return None
    return f"{report.get('errorType')}: {report.get('errorMessage')}"
