"""Errors in the format that consumers see: `application/problem+json` (RFC 9457)."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from pydantic import Field, ValidationError

from shared.schema import Schema

CONTENT_TYPE = "application/problem+json"
MOST_FAULTS = 20
"""So many are told at once: a body of a thousand faults is no reason for an answer of as many."""


class FieldError(Schema):
    """One field that does not fit the contract."""

    field: str = Field(description="Path of the field, parts joined by dots")
    detail: str = Field(description="What is wrong with it")


class Problem(Schema):
    """The error, and the id of the request to ask about."""

    type: str = Field(default="about:blank", description="Kind of problem")
    title: str = Field(description="The status in words")
    status: int = Field(description="The HTTP status")
    detail: str = Field(description="What happened and what to do next")
    request_id: str = Field(alias="requestId", description="Id of this request, to ask about it")
    errors: list[FieldError] = Field(default_factory=list, description="Fields at fault, if any")


@dataclass(eq=False)
class ProblemError(Exception):
    """Raised with the final answer: a status and a message for the caller."""

    status: HTTPStatus
    detail: str
    headers: dict[str, str] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()


def problem_body(error: ProblemError, request_id: str) -> dict[str, Any]:
    """The problem's JSON object; `errors` only when there are any."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": error.status.phrase,
        "status": error.status.value,
        "detail": error.detail,
        "requestId": request_id,
    }
    if error.errors:
        body["errors"] = [each.model_dump() for each in error.errors]
    return body


def invalid(error: ValidationError, place: str) -> ProblemError:
    """The answer to input that does not fit its model."""
    faults = tuple(
        FieldError(field=".".join(map(str, each["loc"])) or place, detail=each["msg"])
        for each in error.errors(include_url=False)[:MOST_FAULTS]
    )
    return ProblemError(HTTPStatus.BAD_REQUEST, f"The {place} is not valid.", errors=faults)
