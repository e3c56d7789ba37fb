"""Text transformations, applied before a component is inspected.

AWS WAF developer guide, "Using text transformations in AWS WAF".
"""

import base64
import binascii
import hashlib
import html
import re
from collections.abc import Callable, Sequence
from urllib.parse import unquote_to_bytes

from embedded_aws.waf.compiler import NotEnforcedError
from embedded_aws.waf.request import Content

type Transformation = Callable[[bytes], bytes]

_WHITE = re.compile(rb"(?:[\f\t\n\r\v ]|\xc2?\xa0)+")
_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PARENT = re.compile(rb"(?:^|(?<=/))(?!\.\.?/)[^/]+/\.\./")


def _html(value: bytes) -> bytes:
    return html.unescape(value.decode("utf-8", "surrogateescape")).encode(
        "utf-8", "surrogateescape"
    )


def _base64(value: bytes) -> bytes:
    try:
        return base64.b64decode(value + b"=" * (-len(value) % 4), validate=True)
    except binascii.Error:
        return value


def _forgiving_base64(value: bytes) -> bytes:
    digits = re.sub(rb"[^A-Za-z0-9+/]", b"", value)
    return base64.b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + b"===")


def _hex(value: bytes) -> bytes:
    try:
        return bytes.fromhex(value.decode("ascii"))
    except ValueError:
        return value


def _command_line(value: bytes) -> bytes:
    value = re.sub(rb"[\\\"'^]", b"", value)
    value = re.sub(rb"[,;]", b" ", value)
    value = _WHITE.sub(b" ", value)
    return re.sub(rb" +(?=[/(])", b"", value).lower()


def _path(value: bytes) -> bytes:
    value = re.sub(rb"/{2,}", b"/", value)
    value = re.sub(rb"(?:^|(?<=/))(?:\./)+", b"", value)
    while True:
        shorter = _PARENT.sub(b"", value, count=1)
        if shorter == value:
            return value
        value = shorter


TRANSFORMATIONS: dict[str, Transformation] = {
    "NONE": bytes,
    "BASE64_DECODE": _base64,
    "BASE64_DECODE_EXT": _forgiving_base64,
    "CMD_LINE": _command_line,
    "COMPRESS_WHITE_SPACE": lambda value: _WHITE.sub(b" ", value),
    "HEX_DECODE": _hex,
    "HTML_ENTITY_DECODE": _html,
    "LOWERCASE": bytes.lower,
    "MD5": lambda value: hashlib.md5(value, usedforsecurity=False).digest(),
    "NORMALIZE_PATH": _path,
    "NORMALIZE_PATH_WIN": lambda value: _path(value.replace(b"\\", b"/")),
    "REMOVE_NULLS": lambda value: value.replace(b"\0", b""),
    "REPLACE_COMMENTS": lambda value: _COMMENT.sub(b" ", value),
    "REPLACE_NULLS": lambda value: value.replace(b"\0", b" "),
    "URL_DECODE": unquote_to_bytes,
}


def compile_transformations(given: Sequence[Content]) -> Transformation:
    """All transformations as one function, in the order of their priority."""
    steps = []
    for each in sorted(given, key=lambda one: one["Priority"]):
        if each["Type"] not in TRANSFORMATIONS:
            raise NotEnforcedError(f"the text transformation {each['Type']}")
        if each["Type"] != "NONE":
            steps.append(TRANSFORMATIONS[each["Type"]])

    def transformed(value: bytes) -> bytes:
        for step in steps:
            value = step(value)
        return value

    return transformed
