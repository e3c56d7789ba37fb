"""Statements about a component of the request.

AWS WAF developer guide, "String match", "Regex match", "Regex pattern set match" and "Size
constraint rule statement".
"""

import base64
import operator
import re
from collections.abc import Callable
from typing import Any

from embedded_aws.waf.compiler import Compiler, NotEnforcedError
from embedded_aws.waf.components import compile_component
from embedded_aws.waf.request import Content, Request, Statement, Verdict
from embedded_aws.waf.transformations import compile_transformations

type Test = Callable[[bytes], bool]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "EQ": operator.eq,
    "NE": operator.ne,
    "LE": operator.le,
    "LT": operator.lt,
    "GE": operator.ge,
    "GT": operator.gt,
}


def byte_match(content: Content, compiler: Compiler) -> Statement:
    """Whether the component has the string at the position."""
    target = base64.b64decode(content["SearchString"])
    word = re.compile(rb"(?<![A-Za-z0-9_])" + re.escape(target) + rb"(?![A-Za-z0-9_])")
    tests: dict[str, Test] = {
        "EXACTLY": lambda value: value == target,
        "STARTS_WITH": lambda value: value.startswith(target),
        "ENDS_WITH": lambda value: value.endswith(target),
        "CONTAINS": lambda value: target in value,
        "CONTAINS_WORD": lambda value: word.search(value) is not None,
    }
    return _inspecting(content, compiler, tests[content["PositionalConstraint"]])


def regex_match(content: Content, compiler: Compiler) -> Statement:
    """Whether the expression matches in the component."""
    pattern = expression(content["RegexString"])
    return _inspecting(content, compiler, lambda value: pattern.search(value) is not None)


def regex_set(content: Content, compiler: Compiler) -> Statement:
    """Whether any expression of the set matches in the component."""
    arn, sets = content["ARN"], compiler.sets
    if sets.patterns(arn) is None:
        raise NotEnforcedError(f"the regex pattern set {arn}, which does not exist,")
    inspect = _inspecting(
        content,
        compiler,
        lambda value: any(each.search(value) for each in sets.patterns(arn) or ()),
    )

    def matches(request: Request) -> Verdict:
        try:
            return inspect(request)
        except NotEnforcedError:  # an expression came into the set that nothing here reads
            return None

    return matches


def expression(text: str) -> re.Pattern[bytes]:
    """The compiled expression; NotEnforcedError for syntax of PCRE that Python lacks."""
    try:
        return re.compile(text.encode())
    except re.error as error:
        raise NotEnforcedError(f"the expression {text} ({error})") from None


def size_constraint(content: Content, compiler: Compiler) -> Statement:
    """Whether the component's length in bytes, as far as it is inspected, fits the comparison."""
    compare, size = _COMPARISONS[content["ComparisonOperator"]], int(content["Size"])
    return _inspecting(content, compiler, lambda value: compare(len(value), size))


def _inspecting(content: Content, compiler: Compiler, test: Test) -> Statement:
    """The test over each part of the transformed component."""
    component = compile_component(content["FieldToMatch"], compiler)
    transformed = compile_transformations(content["TextTransformations"])

    def matches(request: Request) -> Verdict:
        parts = component(request)
        if parts is None or isinstance(parts, bool):
            return parts
        return any(test(transformed(each)) for each in parts)

    return matches
