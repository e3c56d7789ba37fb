"""Variables of functions that decide who is let in: issuers, audiences, switches of checks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import text
from tools.review.plan.rules.tables import WEAKER, rows

FUNCTION = "aws_lambda_function"
ADVICE = "Keep the check, or say who is let in now and what stops the others"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each variable by which a function lets others in than before."""
    for change in plan.altered(FUNCTION):
        unknown = change.unknown if isinstance(change.unknown, Mapping) else {}
        before, after, is_open = (_variables(side) for side in (*change.sides(), unknown))
        if is_open is True:
            continue  # another rule tells that nobody knows any of them
        open_names = {name for name, each in _mapping(is_open).items() if each}
        yield from _of_function(change, _mapping(before), _mapping(after), open_names)


def _of_function(
    change: Change, before: Mapping[str, Any], after: Mapping[str, Any], unknown: set[str]
) -> Iterator[Danger]:
    for name in sorted({*before, *after} - unknown):
        for reason in _reasons(name, before.get(name), after.get(name)):
            yield Danger(Kind.AUTHORIZATION, change.address, reason, ADVICE, Weight.STOP)


def _variables(side: Mapping[str, Any]) -> Any:
    """The variables by their names; of what is unknown, True when all of them are."""
    return _first(side.get("environment")).get("variables")


def _first(blocks: Any) -> Mapping[str, Any]:
    return _mapping(blocks[0] if isinstance(blocks, list) and blocks else None)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _reasons(name: str, old: Any, new: Any) -> Iterator[str]:
    for row in rows("authorization", "variables"):
        if re.search(row["pattern"], name) and WEAKER[row["weaker"]](old, new):
            yield f"{row['reason']}: {name}: {text(old)} → {text(new)}"
            return
