"""The grants of a policy that the one before did not give, and refusals that are gone."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tools.review.plan.policies.document import ANYONE, NEW_OBJECT, Pair, Statement

NEGATIVE = ("not",)
PART = re.compile(r"(?<=:table/)([^/]+)/(index|stream)/.*$")
"""An index of a table has nothing that the table has not."""
ACCOUNT = re.compile(r"^arn:[\w-]+:iam::(\d{12}):")


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
    old = [each for each in before if each.allows]
    for statement in after:
        if statement.allows and statement not in old:
            for principal in _principals_of(statement):
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
    return any(_principal_fits(each, principal) and _action_fits(each, new, action) for each in old)


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

    def spans(wide: frozenset[str], narrow: frozenset[str], name: str) -> bool:
        wide, narrow = (narrow, wide) if name in old.inverted else (wide, narrow)
        return all(any(_spans(each, other) for each in wide) for other in narrow)

    return (
        spans(new.actions, old.actions, "NotAction")
        and spans(new.resources, old.resources, "NotResource")
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
    return values <= was if _is_negative(pair[0]) else was <= values


def _lack(
    old: list[Statement], new: Statement, principal: Pair | None, action: str, resource: str
) -> str:
    """The first part whose change would explain the grant; empty when it is not new."""
    checks: dict[str, Callable[[Statement], bool]] = {
        "principal": lambda each: _principal_fits(each, principal),
        "action": lambda each: _action_fits(each, new, action),
        "resource": lambda each: _resource_fits(each, new, resource),
        "condition": lambda each: _conditions_fit(each, new),
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
        if _principal_fits(each, principal)
        and _action_fits(each, new, action)
        and _resource_fits(each, new, resource)
        for (_, key) in each.conditions
    }
    return tuple(sorted(keys))


def _principal_fits(old: Statement, principal: Pair | None) -> bool:
    if principal is None or ANYONE in old.principals or not old.principals:
        return not old.principals or principal is not None
    if "NotPrincipal" in old.inverted:
        return principal in old.principals
    return any(_is_within(principal, each) for each in old.principals)


def _is_within(principal: Pair, other: Pair) -> bool:
    """Whether the principal is the other, or a part of the account that the other is."""
    if principal == other:
        return True
    mine, theirs = ACCOUNT.match(principal[1]), ACCOUNT.match(other[1])
    return bool(
        mine
        and theirs
        and mine[1] == theirs[1]
        and other[1].endswith(":root")
        and principal[0] == "AWS"
    )


def _action_fits(old: Statement, new: Statement, action: str) -> bool:
    if "NotAction" in new.inverted:
        return "NotAction" in old.inverted and old.actions <= new.actions
    if "NotAction" in old.inverted:
        return not any(_spans(each, action) or _spans(action, each) for each in old.actions)
    return any(_spans(each, action) for each in old.actions)


def _resource_fits(old: Statement, new: Statement, resource: str) -> bool:
    if "NotResource" in new.inverted or "NotResource" in old.inverted:
        return new.inverted == old.inverted and old.resources <= new.resources
    whole = PART.sub(r"\1", resource)
    return not old.resources or any(
        _spans(each, resource) or _spans(each, whole) for each in old.resources
    )


def _spans(wide: str, narrow: str) -> bool:
    """Whether the pattern covers the other one, whose wildcards count as plain characters."""
    if narrow == NEW_OBJECT:
        return wide in {"*", NEW_OBJECT}
    return wide == narrow or fnmatchcase(narrow, wide.replace("[", "[[]"))


def _conditions_fit(old: Statement, new: Statement) -> bool:
    """Whether the new statement asks for at least all that the old one asked for."""
    return all(_as_strict(new.conditions, pair, values) for pair, values in old.conditions.items())


def _as_strict(new: Mapping[Pair, frozenset[str]], pair: Pair, values: frozenset[str]) -> bool:
    operator, key = pair
    for (other, name), narrowed in new.items():
        if name != key or _family(other) != _family(operator):
            continue
        if operator.endswith("ifexists") or not other.endswith("ifexists"):
            if _is_negative(operator):
                return values <= narrowed
            return all(any(_spans(wide, narrow) for wide in values) for narrow in narrowed)
    return False


def _family(operator: str) -> str:
    """`StringLike` and `StringEquals` ask for the same thing, one of them by a pattern."""
    plain = operator.removesuffix("ifexists").replace("ignorecase", "")
    return plain.replace("like", "equals")


def _is_negative(operator: str) -> bool:
    return any(word in operator for word in NEGATIVE)
