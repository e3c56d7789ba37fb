"""The inspected components of a request, and the limits of their inspection."""

import json
from typing import Any

import pytest

from embedded_aws.tests.unit.waf.compilers import compiler, request_for
from embedded_aws.waf.compiler import NotEnforcedError
from embedded_aws.waf.components import compile_component


def extracted(field: dict[str, Any], **request: Any) -> Any:
    return compile_component(field, compiler())(request_for(**request))


def headers(oversize: str, count: int, length: int = 1) -> Any:
    settings = {"MatchPattern": {"All": {}}, "MatchScope": "KEY", "OversizeHandling": oversize}
    return extracted(
        {"Headers": settings}, headers=[(f"X-{n}", "v" * length) for n in range(count)]
    )


def test_two_hundred_headers_are_inspected() -> None:
    assert len(headers("CONTINUE", 205)) == 200


def test_eight_kilobytes_of_headers_are_inspected() -> None:
    assert headers("CONTINUE", 3, 4000) == [b"X-0", b"X-1"]


def test_headers_within_the_limits_are_not_oversize() -> None:
    assert isinstance(headers("MATCH", 200), list)


def test_excluded_headers_are_left_out() -> None:
    settings = {"MatchPattern": {"ExcludedHeaders": ["Host"]}, "MatchScope": "ALL"}

    sent = [("host", "x"), ("Accept", "y")]

    assert extracted({"Headers": {**settings, "OversizeHandling": "CONTINUE"}}, headers=sent) == [
        b"Accept",
        b"y",
    ]


def test_the_order_of_headers_is_one_string() -> None:
    sent = [("Host", "x"), ("User-Agent", "y")]

    assert extracted({"HeaderOrder": {"OversizeHandling": "CONTINUE"}}, headers=sent) == [
        b"host:user-agent"
    ]


def test_a_header_sent_twice_is_inspected_as_one() -> None:
    assert extracted({"SingleHeader": {"Name": "a"}}, headers=[("A", "1"), ("a", "2")]) == [b"1,2"]


def json_parts(content: object, paths: list[str], scope: str = "ALL") -> Any:
    field = {"JsonBody": {"MatchPattern": {"IncludedPaths": paths}, "MatchScope": scope}}
    return extracted(field, body=json.dumps(content).encode())


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/a/0/b"], [b"1"]),
        (["/a"], [b"b", b"1", b"true"]),
        (["/c~1d", "/nothing", "/a/7", "/a/x"], [b"text"]),
    ],
)
def test_pointers_choose_parts_of_a_json_body(paths: list[str], expected: list[bytes]) -> None:
    assert json_parts({"a": [{"b": 1}, True], "c/d": "text"}, paths) == expected


@pytest.mark.parametrize(("behaviour", "expected"), [("MATCH", True), ("NO_MATCH", False)])
def test_a_broken_json_body_falls_back(behaviour: str, expected: bool) -> None:
    field = {"MatchScope": "ALL", "InvalidFallbackBehavior": behaviour}

    assert extracted({"JsonBody": field}, body=b"{") is expected


def test_nothing_of_a_broken_json_body_is_inspected_without_a_fallback() -> None:
    assert extracted({"JsonBody": {"MatchScope": "ALL"}}, body=b"[" * 100_000) == []


@pytest.mark.parametrize(
    ("field", "reads"), [({"Body": {}}, True), ({"JsonBody": {}}, True), ({"Method": {}}, False)]
)
def test_only_a_rule_about_the_body_reads_it(field: dict[str, Any], reads: bool) -> None:
    compiling = compiler()

    compile_component(field, compiling)

    assert compiling.reads_body is reads


def test_a_component_of_other_services_is_named() -> None:
    with pytest.raises(NotEnforcedError, match="JA3Fingerprint"):
        extracted({"JA3Fingerprint": {"FallbackBehavior": "MATCH"}})
