"""Entity tags and conditional requests (RFC 9110, sections 8.8.3 and 13.1)."""

from http import HTTPStatus

from pydantic import BaseModel, Field

from shared.problems import ProblemError

TAG_HEADERS = {"Cache-Control": "private, no-cache"}
"""What goes with an ETag: keep it, but ask each time whether it still holds."""


class PreconditionRequiredError(ProblemError):
    """A change must say which version it changes (RFC 6585, section 3)."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.PRECONDITION_REQUIRED,
            "Read it first and send its ETag as If-Match, so that nobody's change is lost.",
        )


class PreconditionFailedError(ProblemError):
    """The version that the caller knows is not the current one."""

    def __init__(self) -> None:
        super().__init__(
            HTTPStatus.PRECONDITION_FAILED,
            "It was changed meanwhile; read it again and repeat the change with the new ETag.",
        )


class IfMatchHeaders(BaseModel):
    """What must come with a change."""

    if_match: str = Field(
        default="",
        alias="If-Match",
        max_length=256,
        description="The ETag of the version to change; needed",
        examples=['"3"'],
    )


class IfNoneMatchHeaders(BaseModel):
    """What may come with a read."""

    if_none_match: str = Field(
        default="",
        alias="If-None-Match",
        max_length=256,
        description="The ETag of the version that is known: 304 while it holds",
        examples=['"3"'],
    )


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def require_match(header: str, version: int) -> None:
    """Let the change of this version pass, or raise what the caller must do first."""
    if not header.strip():
        raise PreconditionRequiredError
    if not _names(header, etag(version), weakly=False):
        raise PreconditionFailedError


def is_known(header: str, version: int) -> bool:
    """Whether If-None-Match names the version: answer 304 then."""
    return _names(header, etag(version), weakly=True)


def _names(header: str, tag: str, *, weakly: bool) -> bool:
    """Whether `*` or a list of tags has this one; If-Match compares strongly."""
    listed = [each.strip() for each in header.split(",")]
    if weakly:
        listed = [each.removeprefix("W/") for each in listed]
    return tag in listed or listed == ["*"]
