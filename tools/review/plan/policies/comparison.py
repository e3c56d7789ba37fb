"""The grants of a policy that the one before did not give, and refusals that are gone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tools.review.plan.policies.document import ANYONE, Pair, Statement
from tools.review.plan.policies.fits import (
    action_fits,
    conditions_fit,
    hands_over,
    is_negative,
    principal_fits,
    resource_fits,
    spans,
)


@dataclass(frozen=True)
class Grant:
    """One action on one resource for one principal, and why no statement before gave it."""

    statement: Statement
    principal: Pair | None
    action: str
    resource: str
    lacks: str
    """The part that is not as before: an action, a resource, a principal, a condition."""
    conditions_before: tuple[str, ...] = ()
    had_action: bool = False
    """Whether the principal was allowed the action before, on something else."""


def widened(before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[Grant]:
    """Everything that is allowed now and was not."""
    every, allowed = list(after), [each for each in before if each.allows]
    for statement in every:
        if statement.allows and statement not in allowed:
            for principal in _principals_of(statement):
                old = [
                    each for each in allowed if not (each in every and hands_over(each, principal))
                ]
                for action in sorted(statement.actions):
                    for resource in sorted(statement.resources) or [""]:
                        lack = _lack(old, statement, principal, action, resource)
                        if lack:
                            conditions = _conditions_of(old, statement, principal, action, resource)
                            had = _had(old, statement, principal, action)
                            yield Grant(
                                statement, principal, action, resource, lack, conditions, had
                            )


def _had(old: list[Statement], new: Statement, principal: Pair | None, action: str) -> bool:
    return any(principal_fits(each, principal) and action_fits(each, new, action) for each in old)


def _principals_of(statement: Statement) -> list[Pair | None]:
    return [*sorted(statement.principals)] or [None]


def no_longer_refused(
    before: Iterable[Statement], after: Iterable[Statement]
) -> Iterator[Statement]:
    """The refusals that no statement covers any more."""
    new = [each for each in after if not each.allows]
    for statement in before:
        if not statement.allows and not any(_refuses_as_much(each, statement) for each in new):
            yield statement


def _refuses_as_much(new: Statement, old: Statement) -> bool:
    if new.inverted != old.inverted:
        return False

    def cover(wide: frozenset[str], narrow: frozenset[str], name: str) -> bool:
        wide, narrow = (narrow, wide) if name in old.inverted else (wide, narrow)
        return all(any(spans(each, other) for each in wide) for other in narrow)

    return (
        cover(new.actions, old.actions, "NotAction")
        and cover(new.resources, old.resources, "NotResource")
        and _principals_span(new, old)
        and all(_as_loose(old, pair, values) for pair, values in new.conditions.items())
    )


def _principals_span(new: Statement, old: Statement) -> bool:
    if "NotPrincipal" in old.inverted:
        return new.principals <= old.principals
    return ANYONE in new.principals or old.principals <= new.principals


def _as_loose(old: Statement, pair: Pair, values: frozenset[str]) -> bool:
    """Whether a refusal's condition already limited the old one, at least as much."""
    was = old.conditions.get(pair)
    if was is None:
        return False
    return values <= was if is_negative(pair[0]) else was <= values


def _lack(
    old: list[Statement], new: Statement, principal: Pair | None, action: str, resource: str
) -> str:
    """The first part whose change would explain the grant; empty when it is not new."""
    checks: dict[str, Callable[[Statement], bool]] = {
        "principal": lambda each: principal_fits(each, principal),
        "action": lambda each: action_fits(each, new, action),
        "resource": lambda each: resource_fits(each, new, resource),
        "condition": lambda each: conditions_fit(each, new),
    }
    if any(all(check(each) for check in checks.values()) for each in old):
        return ""
    for lacking in ("condition", "action", "resource", "principal"):
        others = [check for name, check in checks.items() if name not in {lacking, "condition"}]
        if any(all(check(each) for check in others) for each in old):
            return lacking
    return "statement"


def _conditions_of(
    old: list[Statement], new: Statement, principal: Pair | None, action: str, resource: str
) -> tuple[str, ...]:
    """The condition keys under which the same was allowed before."""
    keys = {
        key
        for each in old
        if principal_fits(each, principal)
        and action_fits(each, new, action)
        and resource_fits(each, new, resource)
        for (_, key) in each.conditions
    }
    return tuple(sorted(keys))
