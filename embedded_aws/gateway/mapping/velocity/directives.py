"""Velocity's directives."""

import contextlib
import re

from embedded_aws.gateway.mapping.velocity.references import variable
from embedded_aws.gateway.mapping.velocity.running import (
    BreakError,
    Defined,
    Evaluate,
    Render,
    Scope,
    StopError,
    truth,
)
from embedded_aws.gateway.mapping.velocity.source import Source

ENDING = re.compile(r"#(?:(?:end|else|elseif)\b|\{(?:end|else|elseif)\})")
END = re.compile(r"#(?:end\b|\{end\})(?:[ \t]*\r?\n)?")
_ELSE = re.compile(r"#(?:else\b|\{else\})(?:[ \t]*\r?\n)?")
_ELSEIF = re.compile(r"#(?:elseif|\{elseif\})\s*\(")
CLOSE = re.compile(r"\s*\)(?:[ \t]*\r?\n)?")
_EQUALS = re.compile(r"\s*=(?!=)")
_PARAMETERS = re.compile(r"(?:\s+\$[A-Za-z][\w-]*)*")


def assignment(source: Source) -> Render:
    """`#set($name = value)`, also of a property or an element."""
    target = variable(source)
    source.require(_EQUALS, "= in #set")
    value = source.grammar.expression(source)
    source.require(CLOSE, ") of #set")
    return lambda scope, _: target.set(scope, value(scope))


def condition(source: Source) -> Render:
    """`#if(…)…#elseif(…)…#else…#end`."""
    branches = [_branch(source)]
    while source.take(_ELSEIF):
        branches.append(_branch(source))
    otherwise = source.grammar.block(source) if source.take(_ELSE) else None
    source.require(END, "#end of #if")

    def render(scope: Scope, output: list[str]) -> None:
        for holds, body in branches:
            if truth(holds(scope)):
                return body(scope, output)
        return otherwise(scope, output) if otherwise else None

    return render


def _branch(source: Source) -> tuple[Evaluate, Render]:
    holds = source.grammar.expression(source)
    source.require(CLOSE, ") of #if")
    return holds, source.grammar.block(source)


def definition(source: Source) -> Render:
    """`#define($name)…#end`."""
    name = variable(source).name
    source.take(_PARAMETERS)
    source.require(CLOSE, ") of #define")
    body = source.grammar.block(source)
    source.require(END, "#end of #define")
    return lambda scope, _: scope.set(name, Defined(body))


def macro(source: Source) -> Render:
    """`#macro(…)…#end`, which API Gateway does not run."""
    source.grammar.block(source)
    source.require(END, "#end of #macro")
    return lambda _, __: None


def leave(source: Source) -> Render:
    """`#break`."""
    del source
    return _ends(BreakError)


def stop(source: Source) -> Render:
    """`#stop`."""
    del source
    return _ends(StopError)


def _ends(error: type[Exception]) -> Render:
    def render(scope: Scope, output: list[str]) -> None:
        del scope, output
        raise error

    return render


def output_of(render: Render, scope: Scope) -> str:
    """The output of a template, up to `#stop`."""
    output: list[str] = []
    with contextlib.suppress(StopError, BreakError):
        render(scope, output)
    return "".join(output)
