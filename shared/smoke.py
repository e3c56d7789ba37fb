"""The smoke test of a function: one event that it answers without touching its data."""

from typing import Any

PATH = "/is-it-alive"
"""No service has it as a route; answering 404 takes all of a function's start."""


def event() -> dict[str, Any]:
    """A request to a service and to the authorizer alike."""
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
    """Why the function does not start, in its own words; None when it answered."""
    told = payload if isinstance(payload, dict) else {}
    # The authorizer refuses the empty token, and that is an answer.
    if not error or told.get("errorMessage") == "Unauthorized":
        return None
    return f"{told.get('errorType')}: {told.get('errorMessage')}"
