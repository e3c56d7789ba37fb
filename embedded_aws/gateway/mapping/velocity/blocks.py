"""Blocks of a template: text, references, comments and directives."""

import re
from collections.abc import Callable, Mapping

from embedded_aws.gateway.mapping.velocity import directives, loops
from embedded_aws.gateway.mapping.velocity.expressions import expression
from embedded_aws.gateway.mapping.velocity.references import Reference, reference
from embedded_aws.gateway.mapping.velocity.running import Render, Scope, write
from embedded_aws.gateway.mapping.velocity.source import Grammar, Source, VelocityError

_TEXT = re.compile(r"[^$#\\]+")
_BACKSLASHES = re.compile(r"(\\+)(?=[$#])")
_COMMENT = re.compile(r"##[^\n]*(?:\n|$)|#\*.*?\*#", re.DOTALL)
_LITERAL = re.compile(r"#\[\[(.*?)\]\]#", re.DOTALL)
_UNKNOWN = re.compile(r"#[A-Za-z]\w*\(", re.ASCII)
_SIGN = re.compile(r".", re.DOTALL)

type Rule = Callable[[Source], Render]


def compiled(text: str) -> Callable[[Scope], str]:
    """The template, ready to run; VelocityError for one that cannot be read."""
    source = Source(text, Grammar(expression, block))
    try:
        render = block(source)
    except RecursionError:
        raise VelocityError("the template is nested too deeply") from None
    if source.at < len(text):
        raise source.fault("a directive that has begun")
    return lambda scope: directives.output_of(render, scope)


def block(source: Source) -> Render:
    """All up to the end, or to the directive that ends or divides a block."""
    parts: list[Render] = []
    while source.at < len(source.text) and not source.sees(directives.ENDING):
        parts.append(_part(source))

    def render(scope: Scope, output: list[str]) -> None:
        for part in parts:
            part(scope, output)

    return render


def _part(source: Source) -> Render:
    if text := source.take(_TEXT):
        return _plain(text[0])
    if slashes := source.take(_BACKSLASHES):
        return _escaped(source, len(slashes[1]))
    return _directive(source) or _value(source) or _plain(source.require(_SIGN, "text")[0])


def _directive(source: Source) -> Render | None:
    """A comment, a literal or a directive; None for anything else."""
    if source.take(_COMMENT):
        return _plain("")
    if literal := source.take(_LITERAL):
        return _plain(literal[1])
    for start, rule in RULES.items():
        if source.take(start):
            return rule(source)
    return _unknown(source) if source.sees(_UNKNOWN) else None


def _value(source: Source) -> Render | None:
    path = reference(source)
    return _printed(path) if path else None


def _plain(text: str) -> Render:
    return lambda _, output: output.append(text)


def _printed(path: Reference) -> Render:
    return lambda scope, output: write(path.value(scope), scope, output)


def _escaped(source: Source, slashes: int) -> Render:
    """Backslashes before `$` or `#`: each two print one, and an odd one takes its meaning away."""
    if not _means_something(source):
        return _plain("\\" * slashes)
    halves = "\\" * (slashes // 2)
    return _plain(halves + source.require(_SIGN, "text")[0]) if slashes % 2 else _plain(halves)


def _means_something(source: Source) -> bool:
    began = source.at
    if any(source.sees(start) for start in (*RULES, directives.ENDING)):
        return True
    try:
        return reference(source) is not None
    finally:
        source.at = began


def _unknown(source: Source) -> Render:
    """`#name(…)` of no directive, which prints as it stands: API Gateway has no macros."""
    began, depth = source.at, 0
    while source.at < len(source.text):
        sign = source.require(_SIGN, "text")[0]
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if sign == ")" and not depth:
            break
    return _plain(source.text[began : source.at])


RULES: Mapping[re.Pattern[str], Rule] = {
    re.compile(r"#(?:set|\{set\})\s*\(\s*"): directives.assignment,
    re.compile(r"#(?:if|\{if\})\s*\("): directives.condition,
    re.compile(r"#(?:foreach|\{foreach\})\s*\(\s*"): loops.loop,
    re.compile(r"#(?:define|\{define\})\s*\(\s*"): directives.definition,
    re.compile(r"#(?:macro|\{macro\})\s*\([^)]*\)"): directives.macro,
    re.compile(r"#(?:break\b|\{break\})"): directives.leave,
    re.compile(r"#(?:stop\b|\{stop\})"): directives.stop,
}
