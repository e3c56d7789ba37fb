"""Statements compiled into functions, whose verdict is true, false or open.

A statement that cannot be evaluated here is a gap. Its verdict stays open through And, Or and Not:
a rule that depends on it never applies, and one that does not is enforced all the same.
"""

from collections.abc import Callable, Sequence

from embedded_aws.waf import origins, patterns
from embedded_aws.waf.compiler import Compiler, NotEnforcedError
from embedded_aws.waf.request import Content, Request, Statement, Verdict, inverse

_LEAVES: dict[str, Callable[[Content, Compiler], Statement]] = {
    "ByteMatchStatement": patterns.byte_match,
    "GeoMatchStatement": origins.geo_match,
    "IPSetReferenceStatement": origins.ip_set,
    "LabelMatchStatement": origins.label_match,
    "RegexMatchStatement": patterns.regex_match,
    "RegexPatternSetReferenceStatement": patterns.regex_set,
    "SizeConstraintStatement": patterns.size_constraint,
}


def compile_statement(statement: Content, compiler: Compiler) -> Statement:
    """The statement as a function; records a gap of the compiler where it cannot be one."""
    ((kind, content),) = ((k, v) for k, v in statement.items() if v is not None)
    try:
        return _compiled(kind, content, compiler)
    except NotEnforcedError as error:
        compiler.gap(f"{error} is not enforced")
        return _unknown


def _compiled(kind: str, content: Content, compiler: Compiler) -> Statement:
    if kind == "AndStatement":
        return _all([compile_statement(each, compiler) for each in content["Statements"]])
    if kind == "OrStatement":
        return _any([compile_statement(each, compiler) for each in content["Statements"]])
    if kind == "NotStatement":
        negated = compile_statement(content["Statement"], compiler)
        return lambda request: inverse(negated(request))
    if kind == "RateBasedStatement":
        narrowed = content.get("ScopeDownStatement")
        scope = compile_statement(narrowed, compiler) if narrowed else None
        return origins.rate_based(content, compiler, scope)
    if kind == "ManagedRuleGroupStatement":
        raise NotEnforcedError(f"the rule group {content['VendorName']} {content['Name']}")
    if kind not in _LEAVES:
        raise NotEnforcedError(kind)
    return _LEAVES[kind](content, compiler)


def _unknown(_: Request) -> Verdict:
    return None


def _all(parts: Sequence[Statement]) -> Statement:
    def matches(request: Request) -> Verdict:
        known: Verdict = True
        for part in parts:
            verdict = part(request)
            if verdict is False:
                return False
            known = None if verdict is None else known
        return known

    return matches


def _any(parts: Sequence[Statement]) -> Statement:
    opposite = _all([_negated(part) for part in parts])
    return lambda request: inverse(opposite(request))


def _negated(part: Statement) -> Statement:
    return lambda request: inverse(part(request))
