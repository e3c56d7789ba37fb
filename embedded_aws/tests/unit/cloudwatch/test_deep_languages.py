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


@pytest.mark.parametrize("call", ["ispresent()", "bin()", "bin(5m, 6m)", "strcontains(a)"])
def test_a_function_with_another_number_of_arguments_is_refused(call: str) -> None:
    with pytest.raises(QueryError, match="takes another number of arguments"):
        queries.compiled(f"fields {call}")


def test_a_line_that_is_nested_too_deeply_is_no_json() -> None:
    match = filter_patterns.compiled("{ $.a = 1 }")

    assert match('{"a":' * 100_000) is None


def test_arrays_of_different_lengths_are_not_calculated_with_each_other() -> None:
    with pytest.raises(MathError, match="arrays of 1 and 2 series do not match"):
        evaluate("SUM([m1, m1] + METRICS())", SCOPE)


@pytest.mark.parametrize("expression", ["SUM([m1, m2])", "AVG([m1, m2])"])
def test_a_sum_above_all_numbers_is_no_data_point(expression: str) -> None:
    largest = {0: 1.7e308, 60: 1.7e308}
    scope = Scope({"m1": largest, "m2": largest}, ["m1", "m2"], {}, [0, 60])

    assert not evaluate(expression, scope)
