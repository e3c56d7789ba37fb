"""Simple variable substitution, which is all that access logs and gateway responses know."""

import re
from collections.abc import Callable

from embedded_aws.gateway.exchange import Exchange

_NAME = r"(context|stageVariables)\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)"
_VARIABLE = re.compile(rf"\$(?:\{{{_NAME}\}}|{_NAME})")


def substitute(
    template: str, exchange: Exchange, absent: str, escape: Callable[[str], str] = str
) -> str:
    """The template with each `$context.…` and `$stageVariables.…` put in, or `absent`."""

    def value(found: re.Match[str]) -> str:
        kind, name = found.group(1) or found.group(3), found.group(2) or found.group(4)
        if kind == "stageVariables":
            known = exchange.stage.variables.get(name)
        else:
            known = exchange.variable(name)
        if known is None:
            return absent
        return known if name == QUOTED else escape(known)

    return _VARIABLE.sub(value, template)


QUOTED = "error.messageString"
"""The one variable that brings its own quotes."""
