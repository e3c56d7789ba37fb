"""Scopes in parameters, by which an authorizer knows what consumers and groups of people may do."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Danger, Kind, Plan, Values

TYPE = "aws_ssm_parameter"
SCOPE = re.compile(r"[a-z][\w-]*/[\w-]+")
ADVICE = "Give the scope to those who need it; a new consumer or group is easier to take back"

type Scopes = Mapping[str, set[str]]


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each consumer or group that may do more with a service than before."""
    for change in plan.altered(TYPE):
        before, after = (dict(_scopes(_parsed(side))) for side in change.sides())
        for place, more in _more(before, after):
            reason = f"{place} may do more: {', '.join(sorted(more))}"
            yield Danger(Kind.AUTHORIZATION, change.address, reason, ADVICE)


def _more(before: Scopes, after: Scopes) -> Iterator[tuple[str, set[str]]]:
    """New scopes of services that had some before: those of a new service come with it."""
    known = {_service(scope) for scopes in before.values() for scope in scopes}
    for place, scopes in after.items():
        more = {each for each in scopes - before.get(place, set()) if _service(each) in known}
        if place in before and more:
            yield place, more


def _service(scope: str) -> str:
    return scope.partition("/")[0]


def _parsed(values: Values) -> Any:
    try:
        return json.loads(values.get("insecure_value") or values.get("value") or "")
    except (TypeError, ValueError):
        return None


def _scopes(value: Any, place: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every list of scopes with the names that lead to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _scopes(inner, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list) and value and all(map(_is_scope, value)):
        yield place, set(value)


def _is_scope(value: Any) -> bool:
    return isinstance(value, str) and SCOPE.fullmatch(value) is not None
