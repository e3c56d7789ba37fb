"""Names of delivered objects (Firehose developer guide, "Amazon S3 object name format")."""

import re

import pytest

from embedded_aws.analytics.firehose.keys import key_of

AT = 1_767_312_245.0
"""2026-01-02 00:04:05 UTC."""
NAME = r"s-1-2026-01-02-00-04-05-[0-9a-f-]{36}"


@pytest.mark.parametrize(
    ("prefix", "error", "expected"),
    [
        ("", None, "2026/01/02/00/"),
        ("logs/", None, "logs/2026/01/02/00/"),
        ("logs/day=!{timestamp:yyyy-MM-dd}/", None, "logs/day=2026-01-02/"),
        ("!{timestamp:'year='yyyy}/", None, "year=2026/"),
        ("bad/!{firehose:error-output-type}/", "processing-failed",
         "bad/processing-failed/2026/01/02/00/"),
        ("bad/", "processing-failed", "bad/processing-failed/2026/01/02/00/"),
        ("!{timestamp:HH}/!{firehose:random-string}/", None, "00/[0-9a-f]{11}/"),
    ],
)  # fmt: skip
def test_a_prefix_is_filled_in(prefix: str, error: str | None, expected: str) -> None:
    assert re.fullmatch(expected + NAME, key_of(prefix, "s-1", AT, error))
