"""Simple variable substitution, which is all that access logs and gateway responses know."""

import re
from collections.abc import Callable

from tools.local.gateway.exchange import Exchange

_VARIABLE = re.compile(r"\$\{?(context|stageVariables)\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)\}?")


def substitute(template: str, exchange: Exchange, absent: str) -> str:
    """The template with each `$context.…` and `$stageVariables.…` put in, or `absent`."""

    def value(found: re.Match[str]) -> str:
        lookup: dict[str, Callable[[str], str | None]] = {
            "context": exchange.variable,
            "stageVariables": exchange.stage.variables.get,
        }
        known = lookup[found.group(1)](found.group(2))
        return absent if known is None else known

    return _VARIABLE.sub(value, template)
