"""`#foreach`."""

import re
from itertools import islice
from typing import Any

from embedded_aws.gateway.mapping.java import Flag, Keyed, Whole
from embedded_aws.gateway.mapping.velocity.directives import CLOSE, END
from embedded_aws.gateway.mapping.velocity.references import variable
from embedded_aws.gateway.mapping.velocity.running import BreakError, Render, Scope
from embedded_aws.gateway.mapping.velocity.source import Source

MOST_ITERATIONS = 1000
"""API Gateway quotas: iterations of a `#foreach` loop in a mapping template."""
_IN = re.compile(r"\s+in\b")


def loop(source: Source) -> Render:
    """`#foreach($each in $values)…#end`."""
    each = variable(source).name
    source.require(_IN, "in of #foreach")
    values = source.grammar.expression(source)
    source.require(CLOSE, ") of #foreach")
    body = source.grammar.block(source)
    source.require(END, "#end of #foreach")

    def render(scope: Scope, output: list[str]) -> None:
        with scope.kept(each, "foreach", "velocityCount", "velocityHasNext"):
            _iterate(scope, each, _elements(values(scope)), body, output)

    return render


def _iterate(scope: Scope, each: str, elements: list[Any], body: Render, output: list[str]) -> None:
    outer = scope.get("foreach")
    for index, element in enumerate(islice(elements, MOST_ITERATIONS)):
        turn = Turn(index, len(elements), outer)
        scope.set(each, element)
        scope.set("foreach", turn)
        scope.set("velocityCount", turn.get("count"))
        scope.set("velocityHasNext", turn.get("hasNext"))
        try:
            body(scope, output)
        except BreakError:
            return


def _elements(value: Any) -> list[Any]:
    """The elements of a list, the values of a map; none of anything else."""
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list) else []


class Turn(Keyed):
    """`$foreach`: where the loop is."""

    def __init__(self, index: int, length: int, parent: Any) -> None:
        self._facts = {
            "index": Whole(index),
            "count": Whole(index + 1),
            "hasNext": Flag(index + 1 < length),
            "first": Flag(index == 0),
            "last": Flag(index + 1 == length),
            "parent": parent,
        }

    def get(self, name: str) -> Any:
        """One fact."""
        return self._facts.get(name)
