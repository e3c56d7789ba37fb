"""Web ACLs and their rules: taken away, or letting pass what they refused."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import aligned, leaves, matches, text
from tools.review.plan.facts.weaker import number

ACLS = ("aws_wafv2_web_acl", "aws_wafv2_rule_group")
WEAK = {"allow": 0, "count": 1, "none": 3, "captcha": 2, "challenge": 2, "block": 3, "": 1}
GONE = (
    "aws_wafv2_*", "aws_waf_*", "aws_wafregional_*", "aws_shield_protection*",
    "aws_networkfirewall_*", "aws_fms_policy",
)  # fmt: skip
LOGS = "logging_configuration"
WIDE = 8
ADVICE = "Keep it refusing; a rule that hits the wrong requests gets an exception for them alone"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that a firewall no longer refuses."""
    for change in plan.altered(*ACLS):
        yield from _default(change)
        yield from _rules(change)
        yield from _inspected(change)
    for change in plan.coming("aws_wafv2_ip_set"):
        yield from _addresses(change)
    for change in plan.altered():
        for leaf in [*leaves(change, "web_acl_arn"), *leaves(change, "web_acl_id")]:
            if leaf.old and not leaf.new and not leaf.unknown and change.type not in GONE:
                yield _danger(change, "It has no web ACL any more")
    for change in plan.gone():
        if matches(change, *GONE) and LOGS not in change.type:
            yield _danger(change, "It is taken away: what it refused gets through")


def _danger(change: Change, reason: str) -> Danger:
    return Danger(Kind.FIREWALL, change.address, reason, ADVICE, Weight.STOP)


def _default(change: Change) -> Iterator[Danger]:
    before, after = change.sides()
    old, new = (_action(side.get("default_action")) for side in (before, after))
    if (old, new) == ("block", "allow"):
        yield _danger(change, "What no rule knows is let through: default action: block → allow")


def _action(value: Any) -> str:
    """The one action that is set in a block of actions."""
    blocks = value if isinstance(value, list) else [value]
    for block in blocks:
        if isinstance(block, Mapping):
            for name, content in block.items():
                if content:
                    return str(name)
    return ""


def _rules(change: Change) -> Iterator[Danger]:
    before, after = change.sides()
    for name, old, new, _ in aligned(before.get("rule") or [], after.get("rule") or []):
        if old and not new:
            if _action(old.get("action")) != "allow":
                yield _danger(change, f"The rule {name} is taken away")
        elif new and not old:
            if _action(new.get("action")) == "allow":
                yield _danger(change, f"The new rule {name} lets requests pass every rule after it")
        elif old and new:
            yield from _altered_rule(change, name, old, new)


def _altered_rule(
    change: Change, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Danger]:
    for part in ("action", "override_action"):
        one, other = _action(old.get(part)), _action(new.get(part))
        if one != other and WEAK.get(other, 1) < WEAK.get(one, 1):
            yield _danger(
                change, f"The rule {name} no longer refuses: {part}: {one} → {other or 'none'}"
            )
    yield from _statement(change, name, old.get("statement"), new.get("statement"))


def _statement(change: Change, name: str, old: Any, new: Any) -> Iterator[Danger]:
    """A condition of a rule that fewer requests meet, as far as that can be told."""
    one, other = _first(old), _first(new)
    limit_before, limit_after = _limit(one), _limit(other)
    if limit_before and limit_after and limit_after > limit_before:
        reason = f"The rule {name} refuses later: limit: {text(limit_before)} → {text(limit_after)}"
        yield _danger(change, reason)
    size_before, size_after = _size(one), _size(other)
    if size_before and size_after and size_after > size_before:
        reason = f"The rule {name} lets larger parts pass: {text(size_before)} → {text(size_after)}"
        yield _danger(change, reason)
    for each in sorted(_exceptions(other) - _exceptions(one)):
        yield _danger(change, f"The rule {name} leaves {each} out")
    if _scope(other) and _scope(other) != _scope(one):
        yield _danger(
            change, f"The rule {name} looks at fewer requests: its scope is narrower or another"
        )
    if one and other and _window(other) < _window(one) and limit_before == limit_after:
        yield _danger(
            change, f"The rule {name} counts over a shorter time: the same limit allows more"
        )
    if one and other and _plain(one) != _plain(other):
        yield _danger(change, f"The rule {name} looks for something else than before")


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
        if WEAK.get(_action(each.get("action_to_use")), 1) < WEAK["captcha"]
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


def _inspected(change: Change) -> Iterator[Danger]:
    """Bodies that are larger than what the firewall looks at."""
    for leaf in leaves(
        change, "association_config.request_body.api_gateway.default_size_inspection_limit"
    ):
        old, new = (number(str(each or "").removeprefix("KB_")) for each in (leaf.old, leaf.new))
        if old and (new or 16) < old:
            yield _danger(
                change, f"It looks at less of a body: {text(leaf.old)} → {text(leaf.new)}"
            )


def _addresses(change: Change) -> Iterator[Danger]:
    """A set of addresses that now has a large part of the internet in it."""
    before, after = change.sides()
    for each in sorted(set(after.get("addresses") or []) - set(before.get("addresses") or [])):
        _, _, length = str(each).partition("/")
        if length.isdigit() and int(length) <= WIDE:
            yield _danger(
                change, f"The set of addresses has {each}, which is a large part of the internet"
            )
