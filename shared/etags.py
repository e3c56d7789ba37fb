"""ETags, and the preconditions that name them (RFC 9110, sections 8.8.3 and 13)."""

import re
from http import HTTPStatus

from pydantic import Field

from shared.deferred import Deferred
from shared.problems import FieldError, ProblemError

TAG_HEADERS = {"Cache-Control": "private, no-cache"}
"""What goes with an ETag: keep it, but ask each time whether it still holds."""
MAX_LENGTH = 1024
ANY = "*"
# A class of what may not stand in a tag: listing what may takes `re` 65,000 steps a class.
_TAG = r'(?:W/)?"[^\x00-\x20"\x7f]*"'
_EACH_TAG = re.compile(_TAG)
# Empty elements are allowed, as in every list of HTTP (section 5.6.1.2).
_LIST = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


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


class IfMatchHeaders(Deferred):
    """The header that a change requires."""

    if_match: str = Field(
        default="",
        alias="If-Match",
        max_length=MAX_LENGTH,
        description="The ETag of the version to change, or * for any; needed where there is one",
        examples=['"3"'],
    )


class IfNoneMatchHeaders(Deferred):
    """The header that a read may have."""

    if_none_match: str = Field(
        default="",
        alias="If-None-Match",
        max_length=MAX_LENGTH,
        description="The ETag of the version that is known: 304 while it holds",
        examples=['"3"'],
    )


class ChangeHeaders(IfMatchHeaders):
    """The headers of a change that may also create the resource."""

    if_none_match: str = Field(
        default="",
        alias="If-None-Match",
        max_length=MAX_LENGTH,
        description="* to make what is not there yet, and to change nothing that is",
        examples=["*"],
    )


def etag(*version: str | int) -> str:
    """A strong ETag: the version, after parts that tell this resource from others."""
    return f'"{".".join(map(str, version))}"'


def is_known(if_none_match: str, current: str) -> bool:
    """Whether the reader has this version (304); a malformed list of ETags never matches."""
    try:
        return _names(if_none_match, "If-None-Match", current, weakly=True)
    except ProblemError:
        return False


def require_match(if_match: str, current: str) -> None:
    """Pass when the caller's ETag is current; else raise the error to answer with."""
    check_change(IfMatchHeaders.model_construct(if_match=if_match), current)


def check_change(headers: IfMatchHeaders, current: str | None) -> None:
    """Pass when the preconditions hold; `current` is None for a resource that does not exist.

    PreconditionFailedError when one does not hold, PreconditionRequiredError when the resource
    exists and If-Match is missing.
    """
    if_none_match = headers.if_none_match if isinstance(headers, ChangeHeaders) else ""
    expected = _names(headers.if_match, "If-Match", current, weakly=False)
    unwanted = _names(if_none_match, "If-None-Match", current, weakly=True)
    if (headers.if_match.strip() and not expected) or unwanted:
        raise PreconditionFailedError
    if current is not None and not headers.if_match.strip():
        raise PreconditionRequiredError


def _names(header: str, name: str, current: str | None, *, weakly: bool) -> bool:
    """Whether the header names the current version; `*` matches any."""
    if not header.strip():
        return False
    if header.strip() == ANY:
        return current is not None
    if not _LIST.fullmatch(header):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"{name} is * or a list of ETags as they were answered, quotes included.",
            errors=(FieldError(field=name, detail="Not a list of ETags"),),
        )
    tags = _EACH_TAG.findall(header)
    return current in ([tag.removeprefix("W/") for tag in tags] if weakly else tags)
