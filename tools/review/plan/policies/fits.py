"""Whether a statement covers a principal, an action, a resource or a condition of another one."""

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase

from tools.review.plan.policies.document import ANYONE, NEW_OBJECT, Pair, Statement

NEGATIVE = ("not",)
PART = re.compile(r"(?<=:table/)([^/]+)/(index|stream)/.*$")
"""An index of a table has nothing that the table has not."""
ACCOUNT = re.compile(r"^arn:[\w-]+:iam::(\d{12}):")


def principal_fits(old: Statement, principal: Pair | None) -> bool:
    """Whether the old statement was for the principal; None is the one that has the policy."""
    if principal is None or ANYONE in old.principals or not old.principals:
        return not old.principals or principal is not None
    if "NotPrincipal" in old.inverted:
        return principal in old.principals
    return any(_is_within(principal, each) for each in old.principals)


def hands_over(statement: Statement, principal: Pair | None) -> bool:
    """Whether it means the principal as a part of its account, whose IAM then has to agree.

    A statement beside it that names the principal needs nobody's agreement.
    """
    if principal is None or {principal, ANYONE} & statement.principals or statement.inverted:
        return False
    return any(_is_within(principal, each) for each in statement.principals)


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


def action_fits(old: Statement, new: Statement, action: str) -> bool:
    """Whether the old statement was of the new one's action."""
    if "NotAction" in new.inverted:
        return "NotAction" in old.inverted and old.actions <= new.actions
    if "NotAction" in old.inverted:
        return not any(spans(each, action) or spans(action, each) for each in old.actions)
    return any(spans(each, action) for each in old.actions)


def resource_fits(old: Statement, new: Statement, resource: str) -> bool:
    """Whether the old statement was of the new one's resource, or of its whole table."""
    if "NotResource" in new.inverted or "NotResource" in old.inverted:
        return new.inverted == old.inverted and old.resources <= new.resources
    whole = PART.sub(r"\1", resource)
    return not old.resources or any(
        spans(each, resource) or spans(each, whole) for each in old.resources
    )


def spans(wide: str, narrow: str) -> bool:
    """Whether the pattern covers the other one, whose wildcards count as plain characters."""
    if narrow == NEW_OBJECT:
        return wide in {"*", NEW_OBJECT}
    return wide == narrow or fnmatchcase(narrow, wide.replace("[", "[[]"))


def conditions_fit(old: Statement, new: Statement) -> bool:
    """Whether the new statement asks for at least all that the old one asked for."""
    return all(_as_strict(new.conditions, pair, values) for pair, values in old.conditions.items())


def _as_strict(new: Mapping[Pair, frozenset[str]], pair: Pair, values: frozenset[str]) -> bool:
    operator, key = pair
    for (other, name), narrowed in new.items():
        if name != key or _family(other) != _family(operator):
            continue
        if operator.endswith("ifexists") or not other.endswith("ifexists"):
            if is_negative(operator):
                return values <= narrowed
            return all(any(spans(wide, narrow) for wide in values) for narrow in narrowed)
    return False


def _family(operator: str) -> str:
    """`StringLike` and `StringEquals` ask for the same thing, one of them by a pattern."""
    plain = operator.removesuffix("ifexists").replace("ignorecase", "")
    return plain.replace("like", "equals")


def is_negative(operator: str) -> bool:
    """Whether a condition's operator names values that are not meant."""
    return any(word in operator for word in NEGATIVE)
