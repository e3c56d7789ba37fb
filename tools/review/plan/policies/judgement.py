"""Which new grants of a policy a reviewer has to look at, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.review.plan.policies.actions import (
    is_harmless,
    is_power,
    is_wild,
    takes_no_resource,
)
from tools.review.plan.policies.callers import is_own_root, says_who, stranger
from tools.review.plan.policies.comparison import Grant
from tools.review.plan.policies.document import ARN_PARTS, NEW_OBJECT
from tools.review.plan.policies.fits import PART


@dataclass(frozen=True)
class Setting:
    """Circumstances of a policy that decide what is worth saying."""

    existed: bool
    """Whether what it is attached to was there before; a new object's own policy is read whole."""
    is_trust: bool
    is_of_resource: bool
    accounts: frozenset[str]


@dataclass(frozen=True)
class Finding:
    """A sentence about a policy, and whether it opens the resource to others."""

    sentence: str
    is_public: bool = False
    is_grave: bool = False


def judged(grants: Iterable[Grant], setting: Setting) -> Iterator[Finding]:
    """The findings, one for each statement and reason."""
    groups: defaultdict[tuple[str, str], list[Grant]] = defaultdict(list)
    for grant in grants:
        reason = _reason(grant, setting)
        if reason:
            groups[grant.statement.sid or "a statement", reason].append(grant)
    for (sid, reason), same in groups.items():
        yield _finding(sid, reason, same, setting.accounts)


def _finding(sid: str, reason: str, grants: list[Grant], own: frozenset[str]) -> Finding:
    actions = _some({each.action for each in grants})
    resources = _some(_brief({each.resource for each in grants if each.resource}, own))
    principals = _some({each.principal[1] for each in grants if each.principal})
    conditions = _some({key for each in grants for key in each.conditions_before})
    where = f" on {resources}" if resources else ""
    who = f" for {principals}" if principals else ""
    sentence = REASONS[reason].format(
        actions=actions, where=where, who=who, principals=principals, conditions=conditions
    )
    return Finding(
        f"{sid}: {sentence}", is_public=reason in {"public", "account"}, is_grave=reason in GRAVE
    )


REASONS = {
    "public": "everybody may do {actions}{where}",
    "account": "another account, {principals}, may do {actions}{where}",
    "principal": "{principals} may do {actions}{where}, and could not before",
    "inverted": "it allows all but {actions}{where}{who}, and whatever AWS adds",
    "condition": "a condition is gone or looser ({conditions}): it allows {actions}{where}{who}",
    "wild action": "it allows {actions}{where}{who}, and with it whatever AWS adds under that name",
    "wild resource": "it allows {actions} on every resource that fits{where}{who}",
    "power": "it allows {actions}{where}{who}, with which one takes more rights, destroys or hides",
    "data": "it allows {actions}{where}{who}, and did not before",
}
GRAVE = {"public", "account", "inverted", "wild action", "power", "principal"}


def _brief(resources: Iterable[str], own: frozenset[str]) -> set[str]:
    """Resources of the own account by their names alone; an index not beside its table."""
    every = {PART.sub(r"\1", each) for each in resources}
    parts = {each: each.split(":", ARN_PARTS - 1) for each in every}
    return {
        split[-1] if len(split) == ARN_PARTS and split[4] in own else each
        for each, split in parts.items()
    }


def _some(names: Iterable[str], most: int = 4) -> str:
    every = sorted(names)
    rest = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + rest


def _reason(grant: Grant, setting: Setting) -> str:
    """The key of the reason to look at it; empty when there is none."""
    if "NotPrincipal" in grant.statement.inverted and not says_who(grant.statement):
        return "public"
    if grant.statement.inverted:
        return "inverted"
    if who := stranger(grant, setting.accounts):
        return who
    if setting.existed and grant.lacks == "condition":
        return "condition"
    if setting.is_trust or (setting.existed and grant.lacks == "principal"):
        return "principal" if setting.existed else ""
    return "" if is_own_root(grant, setting.accounts) else _of_action(grant, setting)


def _of_action(grant: Grant, setting: Setting) -> str:
    if reason := _of_great_action(grant, setting):
        return reason
    action = grant.action
    if is_harmless(action) and (not grant.had_action or takes_no_resource(action)):
        return ""
    if is_wild(grant.resource) and not (setting.is_of_resource or takes_no_resource(action)):
        return "wild resource" if setting.existed or grant.resource == "*" else ""
    if not setting.existed or grant.resource == NEW_OBJECT:
        return ""
    return "wild action" if "*" in action else "data"


def _of_great_action(grant: Grant, setting: Setting) -> str:
    if grant.action == "*" or grant.action.endswith(":*"):
        return "wild action"
    is_grave = is_power(grant.action) and (setting.existed or grant.resource in {"*", ""})
    return "power" if is_grave else ""
