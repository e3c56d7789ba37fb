"""The types of a profile's fields, all of them personal."""

from typing import Annotated

from pydantic import StringConstraints

from shared.personal import Personal

CONTROL_FREE = r"^[^\x00-\x1f\x7f-\x9f]*$"
# RFC 5321, section 4.5.3.1, and what is written in practice: one @, a domain with a dot.
EMAIL = (
    r"^[^\x00-\x20\x7f-\xa0@<>()\[\]\\,;:\"]{1,64}"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$"
)
# BCP 47: language, script, region.
LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"


def _text(longest: int) -> StringConstraints:
    return StringConstraints(
        strip_whitespace=True, min_length=1, max_length=longest, pattern=CONTROL_FREE
    )


def _shaped(pattern: str, longest: int) -> StringConstraints:
    return StringConstraints(pattern=pattern, max_length=longest)


Line = Personal[Annotated[str, _text(200)]]
City = Personal[Annotated[str, _text(100)]]
PostalCode = Personal[Annotated[str, _shaped(r"^[A-Za-z0-9][A-Za-z0-9 -]{0,11}$", 12)]]
Country = Personal[Annotated[str, _shaped(r"^[A-Z]{2}$", 2)]]
Email = Personal[Annotated[str, _shaped(EMAIL, 254)]]
Phone = Personal[Annotated[str, _shaped(r"^\+[1-9][0-9]{6,14}$", 16)]]
Language = Personal[Annotated[str, _shaped(LANGUAGE, 12)]]
