"""The statement of a firewall's rule before and after: what it no longer meets."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.settings import text
from tools.review.plan.facts.weaker import number

WEAK = {"allow": 0, "count": 1, "none": 3, "captcha": 2, "challenge": 2, "block": 3, "": 1}


def action(value: Any) -> str:
    """The one action that is set in a block of actions."""
    blocks = value if isinstance(value, list) else [value]
    for block in blocks:
        if isinstance(block, Mapping):
            for name, content in block.items():
                if content:
                    return str(name)
    return ""


def reasons(old: Any, new: Any) -> Iterator[str]:
    """The ways in which fewer requests meet a rule's statement, as far as that can be told."""
    one, other = _first(old), _first(new)
    yield from _of_numbers(one, other)
    for each in sorted(_exceptions(other) - _exceptions(one)):
        yield f"leaves {each} out"
    if _scope(other) and _scope(other) != _scope(one):
        yield "looks at fewer requests: its scope is narrower or another"
    if one and other and _plain(one) != _plain(other):
        yield "looks for something else than before"


def _of_numbers(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """A higher limit or size, or a shorter window."""
    was, now = _limit(one), _limit(other)
    if was and now and now > was:
        yield f"refuses later: limit: {text(was)} → {text(now)}"
    if one and other and _window(other) < _window(one) and was == now:
        yield "counts over a shorter time: the same limit allows more"
    was, now = _size(one), _size(other)
    if was and now and now > was:
        yield f"lets larger parts pass: {text(was)} → {text(now)}"


def _first(statement: Any) -> Mapping[str, Any]:
    blocks = statement if isinstance(statement, list) else [statement]
    return next((each for each in blocks if isinstance(each, Mapping)), {})


def _part(statement: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return _first(statement.get(name))


def _limit(statement: Mapping[str, Any]) -> float | None:
    return number(_part(statement, "rate_based_statement").get("limit"))


def _window(statement: Mapping[str, Any]) -> float:
    return number(_part(statement, "rate_based_statement").get("evaluation_window_sec")) or 300


def _size(statement: Mapping[str, Any]) -> float | None:
    part = _part(statement, "size_constraint_statement")
    is_upper = part.get("comparison_operator") in {"GT", "GE"}
    return number(part.get("size")) if is_upper else None


def _exceptions(statement: Mapping[str, Any]) -> set[str]:
    """The managed rules of a group that do not refuse."""
    group = _part(statement, "managed_rule_group_statement") or _part(
        statement, "rule_group_reference_statement"
    )
    excluded = {str(each.get("name")) for each in group.get("excluded_rule") or []}
    overridden = {
        str(each.get("name"))
        for each in group.get("rule_action_override") or []
        if WEAK.get(action(each.get("action_to_use")), 1) < WEAK["captcha"]
    }
    return excluded | overridden


def _scope(statement: Mapping[str, Any]) -> str:
    parts = ("rate_based_statement", "managed_rule_group_statement")
    scopes = [_part(statement, part).get("scope_down_statement") for part in parts]
    return json.dumps([each for each in scopes if each], sort_keys=True) if any(scopes) else ""


def _plain(statement: Mapping[str, Any]) -> str:
    """The statement without what the other checks compare."""
    rest = json.loads(json.dumps(statement))
    for kind, names in {
        "rate_based_statement": ("limit", "evaluation_window_sec", "scope_down_statement"),
        "size_constraint_statement": ("size",),
        "managed_rule_group_statement": (
            "excluded_rule", "rule_action_override", "scope_down_statement", "version",
        ),
        "rule_group_reference_statement": ("excluded_rule", "rule_action_override"),
    }.items():  # fmt: skip
        for block in rest.get(kind) or []:
            for name in names:
                block.pop(name, None)
    return json.dumps(rest, sort_keys=True)
