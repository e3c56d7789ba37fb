"""Plain variable substitution, as in access logs and gateway responses."""

import re
from collections.abc import Callable

from embedded_aws.gateway.exchange import Exchange

_NAME = r"(context|stageVariables)\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)"
_VARIABLE = re.compile(rf"\$(?:\{{{_NAME}\}}|{_NAME})")


def substitute(
    template: str, exchange: Exchange, absent: str, escape: Callable[[str], str] = str
) -> str:
    """The template with each `$context.…` and `$stageVariables.…` replaced, else by `absent`."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.group(1) or match.group(3), match.group(2) or match.group(4)
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
