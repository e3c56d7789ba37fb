"""A template while it runs: its variables, its output, and what ends a part of it early."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from embedded_aws.gateway.mapping.java import ABSENT, Flag

type Evaluate = Callable[["Scope"], Any]
type Render = Callable[["Scope", list[str]], None]


class BreakError(Exception):
    """`#break`: ends the innermost loop."""


class StopError(Exception):
    """`#stop`: ends the template."""


class Defined:
    """A block that `#define` names: runs wherever it is printed."""

    def __init__(self, render: Render) -> None:
        self.render = render


class Scope:
    """The variables of a running template; an unknown one is absent."""

    def __init__(self, variables: dict[str, Any]) -> None:
        self._variables = variables

    def get(self, name: str) -> Any:
        """A variable's value."""
        return self._variables.get(name, ABSENT)

    def set(self, name: str, value: Any) -> None:
        """Set a variable."""
        self._variables[name] = value

    @contextmanager
    def kept(self, *names: str) -> Iterator[None]:
        """Give these variables back their values afterwards."""
        former = {name: self._variables[name] for name in names if name in self._variables}
        try:
            yield
        finally:
            for name in names:
                self._variables.pop(name, None)
            self._variables.update(former)


def write(value: Any, scope: Scope, output: list[str]) -> None:
    """Print a value; null prints nothing."""
    if isinstance(value, Defined):
        value.render(scope, output)
    elif value is not None:
        output.append(str(value))


def text_of(value: Any, scope: Scope) -> str:
    """The value as it prints."""
    output: list[str] = []
    write(value, scope, output)
    return "".join(output)


def truth(value: Any) -> bool:
    """Whether a condition holds: for anything but false, an absent value included."""
    return bool(value) if isinstance(value, Flag) else True
