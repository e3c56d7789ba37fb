"""The API's binary media types.

API Gateway developer guide, "Binary media types for REST APIs in API Gateway".
"""

from collections.abc import Collection

EVERY = "*/*"
JSON = "application/json"


def is_binary(media_types: Collection[str], content_type: str) -> bool:
    """Whether a media type is one of the API's binary ones.

    `image/*` has every image, `*/*` everything; `*/png` has nothing (recorded on AWS).
    """
    if not media_types:
        return False
    plain = content_type.split(";", maxsplit=1)[0].strip().lower()
    return any(_has(each.lower(), plain) for each in media_types)


def _has(media_type: str, plain: str) -> bool:
    if media_type == EVERY:
        return True
    if media_type.startswith("*"):
        return False
    if media_type.endswith("/*"):
        return plain.startswith(media_type.removesuffix("*"))
    return plain == media_type


def accepts_binary(media_types: Collection[str], accept: str | None) -> bool:
    """Whether the first media type that a caller accepts is a binary one."""
    return is_binary(media_types, (accept or "").split(",")[0])
