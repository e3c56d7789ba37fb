"""Text transformations, alone and in sequence."""

import pytest

from embedded_aws.waf.compiler import NotEnforcedError
from embedded_aws.waf.transformations import compile_transformations


def transformed(value: bytes, *kinds: str) -> bytes:
    return compile_transformations([{"Priority": n, "Type": kind} for n, kind in enumerate(kinds)])(
        value
    )


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("NONE", b"A b", b"A b"),
        ("LOWERCASE", b"AbC", b"abc"),
        ("URL_DECODE", b"%3Cb%3E+%zz", b"<b>+%zz"),
        ("COMPRESS_WHITE_SPACE", b"a \t\r\n\xc2\xa0 b", b"a b"),
        ("HTML_ENTITY_DECODE", b"&lt;b&#x41;&#66;&quot;", b'<bAB"'),
        ("HTML_ENTITY_DECODE", b"\xff&gt;", b"\xff>"),
        ("BASE64_DECODE", b"ZXZpbA==", b"evil"),
        ("BASE64_DECODE", b"ZXZpbA", b"evil"),
        ("BASE64_DECODE", b"not base64!", b"not base64!"),
        ("BASE64_DECODE_EXT", b"ZX.Zp bA==", b"evil"),
        ("HEX_DECODE", b"6576696c", b"evil"),
        ("HEX_DECODE", b"xyz", b"xyz"),
        ("CMD_LINE", b'C^md  "/c" dir;x', b"cmd/c dir x"),
        ("REPLACE_COMMENTS", b"a/* b */c/* d", b"a c "),
        ("REMOVE_NULLS", b"a\0b", b"ab"),
        ("REPLACE_NULLS", b"a\0b", b"a b"),
        ("NORMALIZE_PATH", b"/a//b/./../c", b"/a/c"),
        ("NORMALIZE_PATH", b"../../a", b"../../a"),
        ("NORMALIZE_PATH_WIN", b"\\a\\..\\b", b"/b"),
        ("MD5", b"", bytes.fromhex("d41d8cd98f00b204e9800998ecf8427e")),
    ],
)
def test_a_value_is_transformed(kind: str, value: bytes, expected: bytes) -> None:
    assert transformed(value, kind) == expected


def test_transformations_follow_one_another() -> None:
    assert transformed(b"%2541", "URL_DECODE", "URL_DECODE", "LOWERCASE") == b"a"


def test_they_are_ordered_by_priority() -> None:
    given = [{"Priority": 2, "Type": "LOWERCASE"}, {"Priority": 1, "Type": "BASE64_DECODE"}]

    assert compile_transformations(given)(b"RVZJTA==") == b"evil"


def test_an_unknown_one_is_named() -> None:
    with pytest.raises(NotEnforcedError, match="SQL_HEX_DECODE"):
        transformed(b"", "SQL_HEX_DECODE")
