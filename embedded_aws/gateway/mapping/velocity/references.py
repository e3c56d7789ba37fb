"""References: `$name`, `${name}`, `$!name`, with properties, methods and elements behind it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from embedded_aws.gateway.mapping.java import ABSENT, called, indexed, java, named, put
from embedded_aws.gateway.mapping.velocity.running import Defined, Evaluate, Scope, text_of
from embedded_aws.gateway.mapping.velocity.source import Source, VelocityError

_START = re.compile(r"\$!?(\{)?([A-Za-z][\w-]*)", re.ASCII)
_METHOD = re.compile(r"\.([A-Za-z][\w-]*)\(\s*", re.ASCII)
_PROPERTY = re.compile(r"\.([A-Za-z][\w-]*)", re.ASCII)
_HIDDEN = re.compile(r"\._")
_INDEX = re.compile(r"\[\s*")
_INDEX_END = re.compile(r"\s*\]")
_COMMA = re.compile(r"\s*,\s*")
_CLOSE = re.compile(r"\s*\)")
_BRACE = re.compile(r"\}")

type Step = Callable[[Any, Scope], Any]
type Assign = Callable[[Any, Scope, Any], None]


@dataclass(frozen=True)
class Reference:
    """A variable, and the way from it to a value."""

    name: str
    steps: tuple[Step, ...]
    assign: Assign | None
    """How the last step is assigned; None for a method's result, and for the variable itself."""

    def value(self, scope: Scope) -> Any:
        """The value, which is absent where the way ends too early."""
        return self._reached(scope, self.steps)

    def set(self, scope: Scope, value: Any) -> None:
        """Assign the variable, the property or the element."""
        if not self.steps:
            scope.set(self.name, value)
        elif self.assign:
            self.assign(self._reached(scope, self.steps[:-1]), scope, value)

    def _reached(self, scope: Scope, steps: Sequence[Step]) -> Any:
        value = scope.get(self.name)
        for step in steps:
            if isinstance(value, Defined):
                value = java(text_of(value, scope))
            value = java(step(value, scope))
            if value is None:
                value = ABSENT
        return value


def reference(source: Source) -> Reference | None:
    """The reference that stands here; None for a text that is none."""
    began = source.at
    start = source.take(_START)
    if start is None:
        return None
    steps: list[Step] = []
    assign: Assign | None = None
    while step := _step(source):
        steps.append(step[0])
        assign = step[1]
    if start[1] and not source.take(_BRACE):
        source.at = began
        return None
    return Reference(start[2], tuple(steps), assign)


def _step(source: Source) -> tuple[Step, Assign | None] | None:
    method = source.take(_METHOD)
    if method:
        return _method(method[1], _arguments(source)), None
    place = source.take(_PROPERTY)
    if place:
        name = place[1]
        return lambda value, _: named(value, name), lambda value, _, new: put(value, name, new)
    if source.sees(_HIDDEN):
        raise source.fault("a name that begins with a letter")
    return _element(source)


def _method(name: str, arguments: Sequence[Evaluate]) -> Step:
    def call(value: Any, scope: Scope) -> Any:
        given = [each(scope) for each in arguments]
        try:
            return called(value, name, given)
        except (IndexError, KeyError, TypeError, ValueError, re.error) as error:
            raise VelocityError(f"{name}() failed: {error}") from error

    return call


def _arguments(source: Source) -> list[Evaluate]:
    """The expressions up to the closing parenthesis."""
    arguments: list[Evaluate] = []
    while not source.take(_CLOSE):
        if arguments:
            source.require(_COMMA, "a comma or )")
        arguments.append(source.grammar.expression(source))
    return arguments


def _element(source: Source) -> tuple[Step, Assign] | None:
    """`[…]` behind a reference; None where a bracket is plain text."""
    began = source.at
    if not source.take(_INDEX):
        return None
    try:
        index = source.grammar.expression(source)
        source.require(_INDEX_END, "]")
    except VelocityError:
        source.at = began
        return None

    def assign(value: Any, scope: Scope, new: Any) -> None:
        put(value, index(scope), new)

    return lambda value, scope: indexed(value, index(scope)), assign


def variable(source: Source) -> Reference:
    """The reference that must stand here."""
    place = reference(source)
    if place is None:
        raise source.fault("a reference")
    return place
