"""Settings whose next value nobody can review: it is known only after the apply."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from tools.review.plan.facts.expressions import reworded
from tools.review.plan.facts.model import Change, Danger, Kind, Plan
from tools.review.plan.facts.places import configuration
from tools.review.plan.facts.settings import Leaf, leaves
from tools.review.plan.facts.weaker import as_list, changed
from tools.review.plan.policies.objects import existed
from tools.review.plan.policies.texts import policies
from tools.review.plan.rules.tables import FAMILIES, guards, rows

COMPUTED = {("aws_apigatewayv2_api", "body"), ("aws_instance", "security_groups")}
"""Settings that AWS gives, too, so that they are unknown with every change."""
VALUE = {"references", "constant_value"}
OF_IDENTITY = {changed, reworded}
"""Comparisons of a thing's identity, which is open whenever a new version of it comes."""
ADVICE = "Plan again when what it is made of is there, or write the value so that it is known"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each risky setting of an existing object that the plan does not know."""
    for change in plan.altered():
        yield from _open_settings(plan, change)
    for policy in policies(plan):
        change, name = policy.change, policy.attribute
        is_risky = change.before is not None or (
            existed(plan, change) and _sets(plan, change, name)
        )
        if policy.after is None and is_risky:
            yield _danger(change, name)
    for change in plan.new("aws_lambda_permission"):
        if isinstance(change.unknown, dict) and change.unknown.get("principal"):
            yield _danger(change, "principal")


def _sets(plan: Plan, change: Change, name: str) -> bool:
    """Whether the source of a new object sets the argument, which else is AWS's to say."""
    return name.partition(".")[0] in configuration(plan, change.address).get("expressions", {})


def _open_settings(plan: Plan, change: Change) -> Iterator[Danger]:
    said = set[str]()
    expressions = configuration(plan, change.address).get("expressions")
    change = replace(change, unknown=_written(change.unknown, as_list(expressions)))
    names = () if _others_are_open(plan) else _names()
    for path in _risky(change):
        if path.startswith(names):
            continue
        for leaf in leaves(change, path) if _is_written(plan, change, path) else ():
            is_said = any(leaf.path.startswith(each) for each in said)
            if leaf.unknown and leaf.old and not is_said and _may_be_less(leaf):
                said.add(leaf.path)
                yield _danger(change, leaf.path)


def _risky(change: Change) -> list[str]:
    """The settings that another rule guards, and some more; the widest first."""
    every = [each for name in FAMILIES for each in guards(name) if each.covers(change)]
    guarded = [each.path for each in every if each.weaker not in OF_IDENTITY]
    paths = dict.fromkeys([*(row["path"] for row in rows("unknown", "settings")), *guarded])
    return sorted((each for each in paths if (change.type, each) not in COMPUTED), key=len)


def _names() -> tuple[str, ...]:
    """Settings that name other objects: AWS gives a new object its ARN, its id, its address."""
    return tuple(row["path"] for row in rows("unknown", "settings") if row.get("names"))


def _others_are_open(plan: Plan) -> bool:
    """Whether something else than AWS's objects has a value that is known after the apply only."""
    every = [*plan.changes, *plan.data]
    return any(each.unknown and not each.type.startswith("aws_") for each in every)


def _is_written(plan: Plan, change: Change, path: str) -> bool:
    """Whether the source sets it; else it is AWS's to say, and open whenever the object is new.

    A plan does not tell of dynamic blocks: one that is missing may be such.
    """
    expressions: Any = configuration(plan, change.address).get("expressions")
    *outer, last = path.split(".")
    for name in outer:
        blocks = [each for each in as_list(expressions) if isinstance(each, Mapping)]
        expressions = next((each[name] for each in blocks if name in each), None)
        if expressions is None or (isinstance(expressions, Mapping) and VALUE & set(expressions)):
            return True
    return expressions is None or any(last in each for each in as_list(expressions))


def _written(unknown: Any, blocks: list[Any]) -> Any:
    """The open arguments without those of nested blocks that are AWS's to say."""
    if isinstance(unknown, list):
        return [_written(each, blocks) for each in unknown]
    if not isinstance(unknown, Mapping) or not all(map(_is_block, blocks)):
        return unknown
    known = [each for each in unknown if unknown[each] is True and not _has(blocks, each)]
    return {
        name: _written(inner, [part for each in blocks for part in as_list(each.get(name))])
        for name, inner in unknown.items()
        if name not in known
    }


def _is_block(value: Any) -> bool:
    return isinstance(value, Mapping) and not VALUE & set(value)


def _has(blocks: list[Any], name: str) -> bool:
    """Whether the source sets it in one of these blocks; dynamic ones are unknown here."""
    return not blocks or any(name in each for each in blocks)


def _may_be_less(leaf: Leaf) -> bool:
    """Whether something that was there may be another thing; what is only added may not."""
    if isinstance(leaf.old, Mapping) and isinstance(leaf.new, Mapping):
        return any(leaf.new.get(name) != value for name, value in leaf.old.items())
    if isinstance(leaf.old, list) and isinstance(leaf.new, list):
        return not all(each in leaf.new for each in leaf.old)
    return True


def _danger(change: Change, path: str) -> Danger:
    reason = f"{path} is known only after the apply, so nobody can say whether it gets weaker"
    return Danger(Kind.UNKNOWN, change.address, reason, ADVICE)
