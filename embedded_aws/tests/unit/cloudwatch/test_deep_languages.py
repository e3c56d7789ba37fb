"""Patterns, queries, expressions and rules with more parentheses than anybody writes."""

from collections.abc import Callable

import pytest

from embedded_aws.cloudwatch.alarms import composite_rules
from embedded_aws.cloudwatch.alarms.composite_rules import RuleError
from embedded_aws.cloudwatch.insights import queries
from embedded_aws.cloudwatch.insights.tokens import QueryError
from embedded_aws.cloudwatch.log_lines import filter_patterns
from embedded_aws.cloudwatch.log_lines.conditions import PatternError
from embedded_aws.cloudwatch.maths.expressions import Scope, evaluate
from embedded_aws.cloudwatch.maths.series import MathError

SCOPE = Scope({"m1": {0: 1.0}}, ["m1"], {}, [0])


@pytest.mark.parametrize(
    ("read", "text", "error"),
    [
        (filter_patterns.compiled, f"{{{'(' * 2000}$.a = 1}}", PatternError),
        (queries.compiled, f"filter {'(' * 2000}a", QueryError),
        (lambda text: evaluate(text, SCOPE), f"{'-' * 3000}m1", MathError),
        (composite_rules.read, "(" * 2000, RuleError),
    ],
)
def test_what_is_nested_too_deeply_is_refused(
    read: Callable[[str], object], text: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match="nested too deeply"):
        read(text)
