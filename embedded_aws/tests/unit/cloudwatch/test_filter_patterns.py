"""CloudWatch Logs user guide, "Filter pattern syntax for metric filters"."""

import pytest

from embedded_aws.cloudwatch.log_lines.conditions import ABSENT, PatternError
from embedded_aws.cloudwatch.log_lines.filter_patterns import compiled

JSON = (
    '{"status": "503", "latency": 12.5, "ok": false, "none": null,'
    ' "error": {"code": "Late", "tags": ["a", "b"]}, "path": "/orders/7"}'
)
ACCESS = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("pattern", "line", "matches"),
    [
        ("", "anything", True),
        ("ERROR", "an ERROR here", True),
        ("ERROR", "an error here", False),
        ("ERROR timeout", "timeout: ERROR", True),
        ("ERROR timeout", "ERROR", False),
        ('"Task timed out"', "Task timed out after 3 s", True),
        ("ERROR -health", "ERROR in health", False),
        ("?ERROR ?WARN", "a WARN", True),
        ("?ERROR ?WARN", "an INFO", False),
        ("%time[sd]? out%", "timed out", True),
        ("{ $.status = 5* }", JSON, True),
        ("{ $.status = 4* }", JSON, False),
        ("{ $.status >= 500 }", JSON, True),
        ("{ $.status = 503 }", JSON, True),
        ('{ $.status = "503" }', JSON, True),
        ("{ $.status != 503 }", JSON, False),
        ("{ $.absent != 503 }", JSON, False),
        ("{ ($.latency > 10) && ($.latency <= 12.5) }", JSON, True),
        ("{ $.latency > 100 || $.ok IS FALSE }", JSON, True),
        ("{ $.ok IS TRUE }", JSON, False),
        ("{ $.none IS NULL }", JSON, True),
        ("{ $.absent NOT EXISTS }", JSON, True),
        ("{ $.error.code = Late }", JSON, True),
        ('{ $.error.tags[1] = "b" }', JSON, True),
        ("{ $.path = %^/orders/[0-9]+$% }", JSON, True),
        ('{ $.path != "/health" && ($.status = 4* || $.status = 5*) }', JSON, True),
        ("{ $.status = 5* }", "no JSON", False),
        ("{ $.status = 5* }", "{ broken", False),
        ("[ip, id, user, time, request, status=4*, size]", ACCESS, True),
        ("[..., status=404, size]", ACCESS, True),
        ("[ip, ..., status >= 500, size]", ACCESS, False),
        ('[ip, id, user, time, request = "*HTTP/1.0", ...]', ACCESS, True),
        ("[ip, id]", ACCESS, False),
    ],
)
def test_a_pattern_chooses_lines(pattern: str, line: str, *, matches: bool) -> None:
    assert (compiled(pattern)(line) is not None) == matches


@pytest.mark.parametrize(
    ("pattern", "line", "selector", "value"),
    [
        ("{ $.status = 5* }", JSON, "$.latency", 12.5),
        ("{ $.status = 5* }", JSON, "$.error.code", "Late"),
        ("{ $.status = 5* }", JSON, "$.absent", ABSENT),
        ("[..., status, size]", ACCESS, "$size", "1534"),
        ("GET", ACCESS, "$size", ABSENT),
    ],
)
def test_a_line_that_matches_offers_its_fields(
    pattern: str, line: str, selector: str, value: object
) -> None:
    look = compiled(pattern)(line)

    assert look is not None
    assert look(selector) == value


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{ $.status = 5*", "nothing closes"),
        ("{ status = 5 }", "cannot be read from here on: status"),
        ("{ ($.status = 5 }", "nothing closes"),
        ("{ $.status = 5 && }", "where a condition should come"),
        ("{ $.status > many }", "compares with a number"),
        ("{ $.status IS ODD }", "no condition"),
        ("%(%", "no regular expression"),
        ("[ip, status", "nothing closes"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_told(pattern: str, sentence: str) -> None:
    with pytest.raises(PatternError, match=sentence):
        compiled(pattern)
