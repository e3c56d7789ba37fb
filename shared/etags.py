"""ETags, and the preconditions that name them (RFC 9110, sections 8.8.3 and 13)."""

import re
from http import HTTPStatus

from pydantic import BaseModel, Field

from shared.problems import FieldError, ProblemError

MAX_LENGTH = 1024
ANY = "*"
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\U0010ffff]*"'
_EACH_TAG = re.compile(_TAG)
# Empty elements are allowed, as in every list of HTTP (section 5.6.1.2).
_LIST = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


class PreconditionRequiredError(Exception):
    """A change of what is there has to say which version it is a change of."""

    def __init__(self) -> None:
        super().__init__("Read it first and send its ETag in If-Match, so that no change is lost.")


class PreconditionFailedError(Exception):
    """What is there is not what the caller thinks."""

    def __init__(self) -> None:
        super().__init__("This is not the version that is there; read it again, then repeat.")


class ReadConditions(BaseModel):
    """What a caller knows already."""

    if_none_match: str | None = Field(
        default=None,
        alias="If-None-Match",
        max_length=MAX_LENGTH,
        description="ETags that are known: 304 when one of them is still right",
    )


class WriteConditions(BaseModel):
    """Which version a change is a change of."""

    if_match: str | None = Field(
        default=None,
        alias="If-Match",
        max_length=MAX_LENGTH,
        description="ETag of the version to change, or * for any; needed where there is one",
    )
    if_none_match: str | None = Field(
        default=None,
        alias="If-None-Match",
        max_length=MAX_LENGTH,
        description="* to make what is not there yet, and to change nothing that is",
    )


def etag(*version: str | int) -> str:
    """A strong ETag: the version, after whatever else tells it from other things' versions."""
    return f'"{".".join(map(str, version))}"'


def is_known(conditions: ReadConditions, current: str) -> bool:
    """Whether the caller has this version already: 304, by weak comparison (section 13.1.2)."""
    return _lists(conditions.if_none_match, "If-None-Match", current, weakly=True)


def check_change(conditions: WriteConditions, current: str | None) -> None:
    """Let a change pass whose preconditions hold; current is None where nothing is there.

    PreconditionFailedError when one does not hold, PreconditionRequiredError when something is
    there and If-Match does not say which version.
    """
    expected = _lists(conditions.if_match, "If-Match", current, weakly=False)
    unwanted = _lists(conditions.if_none_match, "If-None-Match", current, weakly=True)
    if (conditions.if_match is not None and not expected) or unwanted:
        raise PreconditionFailedError
    if current is not None and conditions.if_match is None:
        raise PreconditionRequiredError


def _lists(header: str | None, name: str, current: str | None, *, weakly: bool) -> bool:
    """Whether the header names the current version; `*` names whatever is there."""
    if header is None:
        return False
    if header.strip(" \t") == ANY:
        return current is not None
    if not _LIST.fullmatch(header):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"{name} is * or a list of ETags as they were answered, quotes included.",
            errors=(FieldError(field=name, detail="Not a list of ETags"),),
        )
    tags = _EACH_TAG.findall(header)
    return current in (map(_opaque, tags) if weakly else tags)


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")
