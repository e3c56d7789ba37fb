"""Single statements: their matches, and open verdicts."""

from typing import Any

import pytest

from embedded_aws.tests.unit.waf.compilers import compiler, request_for
from embedded_aws.waf.request import Verdict
from embedded_aws.waf.statements import compile_statement

ATTACK: dict[str, Any] = {"XssMatchStatement": {}}
ALWAYS = {
    "SizeConstraintStatement": {
        "FieldToMatch": {"UriPath": {}},
        "ComparisonOperator": "GE",
        "Size": 0,
        "TextTransformations": [],
    }
}
NEVER = {"NotStatement": {"Statement": ALWAYS}}


def rate(kind: str) -> dict[str, Any]:
    settings = {"Limit": 1, "AggregateKeyType": kind, "ScopeDownStatement": ALWAYS}
    return {"RateBasedStatement": settings}


@pytest.mark.parametrize(("kind", "exceeded"), [("IP", [False] * 2), ("CONSTANT", [False, True])])
def test_addresses_are_counted_apart_and_constants_together(
    kind: str, exceeded: list[bool]
) -> None:
    matches = compile_statement(rate(kind), compiler())

    sources = ("192.0.2.1", "192.0.2.2")
    assert [matches(request_for(source_ip=each)) for each in sources] == exceeded


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        (ATTACK, None),
        ({"NotStatement": {"Statement": ATTACK}}, None),
        ({"AndStatement": {"Statements": [ATTACK, ALWAYS]}}, None),
        ({"AndStatement": {"Statements": [ATTACK, NEVER]}}, False),
        ({"OrStatement": {"Statements": [ATTACK, ALWAYS]}}, True),
        ({"OrStatement": {"Statements": [ATTACK, NEVER]}}, None),
    ],
)
def test_what_cannot_be_told_stays_open_unless_the_rest_decides(
    statement: dict[str, Any], verdict: Verdict
) -> None:
    assert compile_statement(statement, compiler())(request_for()) is verdict


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        (ATTACK, "XssMatchStatement"),
        (rate("CUSTOM_KEYS"), "RateBasedStatement by CUSTOM_KEYS"),
        ({"RuleGroupReferenceStatement": {"ARN": "a"}}, "RuleGroupReferenceStatement"),
        ({"IPSetReferenceStatement": {"ARN": "a"}}, "the IP set a, which does not exist,"),
        (
            {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "Common"}},
            "the rule group AWS Common",
        ),
        (
            {
                "RegexMatchStatement": {
                    "RegexString": "(",
                    "FieldToMatch": {"Method": {}},
                    "TextTransformations": [],
                }
            },
            "the expression ( (missing ), unterminated subpattern at position 0)",
        ),
    ],
)
def test_what_is_not_enforced_is_named_with_its_rule(statement: dict[str, Any], what: str) -> None:
    compiling = compiler()

    compile_statement(statement, compiling)

    assert compiling.gaps == [f"rule one: {what} is not enforced"]
