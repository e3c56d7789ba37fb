"""ETags, and the preconditions that name them (RFC 9110, sections 8.8.3 and 13)."""

import re
from collections.abc import Callable
from http import HTTPStatus

from pydantic import Field

from shared.problems import FieldError, ProblemError
from shared.schema import Schema
from shared.versions import WHICHEVER, Expectation, Versions, Whichever

TAG_HEADERS = {"Cache-Control": "private, no-cache"}
"""Headers beside an ETag: keep the answer, but ask each time whether it still holds."""
MAX_LENGTH = 1024
ANY = "*"
# A class of what may not stand in a tag: listing what may takes `re` 65,000 steps a class.
_TAG = r'(?:W/)?"[^\x00-\x20"\x7f]*"'
_EACH_TAG = re.compile(_TAG)
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
# Empty elements are allowed, as in every list of HTTP (section 5.6.1.2).
_LIST = re.compile(rf"[ \t,]*{_TAG}(?:[ \t]*,[ \t,]*{_TAG})*[ \t,]*")


class IfMatchHeaders(Schema):
    """The header that a change requires."""

    if_match: str = Field(
        default="",
        alias="If-Match",
        max_length=MAX_LENGTH,
        description="The ETag of the version to change, or * for any; needed where there is one",
        examples=['"3"'],
    )


class IfNoneMatchHeaders(Schema):
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


def etag(version: str | int) -> str:
    """A strong ETag of the version."""
    return f'"{version}"'


def is_known(if_none_match: str, current: str) -> bool:
    """Whether the reader has this version (304); a malformed list of ETags never matches."""
    try:
        versions = _unwanted(if_none_match)
    except ProblemError:
        return False
    return versions is not None and current[1:-1] in versions


def expected_versions(headers: IfMatchHeaders) -> Versions:
    """The versions in If-Match, for a resource whose ETag is its version; None without If-Match."""
    versions = _expected(headers.if_match)
    if isinstance(versions, frozenset):
        return frozenset(int(each) for each in versions if _NUMBER.fullmatch(each))
    return versions


def expectation(headers: ChangeHeaders) -> Expectation[str]:
    """The versions in the headers, as `etag` writes them between its quotes."""
    return Expectation(
        expected=_expected(headers.if_match), unwanted=_unwanted(headers.if_none_match) or ()
    )


def _expected(if_match: str) -> frozenset[str] | Whichever | None:
    """The versions in If-Match; a weak ETag matches no change."""
    return _versions(if_match, "If-Match", lambda tag: tag)


def _unwanted(if_none_match: str) -> frozenset[str] | Whichever | None:
    """The versions in If-None-Match, which weak ETags name too."""
    return _versions(if_none_match, "If-None-Match", lambda tag: tag.removeprefix("W/"))


def _versions(
    header: str, name: str, strong: Callable[[str], str]
) -> frozenset[str] | Whichever | None:
    """The versions in the header, of ETags that are or are made strong; `*` stands for all."""
    if not header.strip():
        return None
    if header.strip() == ANY:
        return WHICHEVER
    if not _LIST.fullmatch(header):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            f"{name} is * or a list of ETags as they were answered, quotes included.",
            errors=(FieldError(field=name, detail="Not a list of ETags"),),
        )
    tags = [strong(tag) for tag in _EACH_TAG.findall(header)]
    return frozenset(tag[1:-1] for tag in tags if tag.startswith('"'))
