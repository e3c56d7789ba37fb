"""Web ACLs and their rules: taken away, or letting pass what they refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import aligned, leaves, matches, text
from tools.review.plan.facts.weaker import number
from tools.review.plan.rules.reach.firewall_statements import WEAK, action, reasons

ACLS = ("aws_wafv2_web_acl", "aws_wafv2_rule_group")
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
    old, new = (action(side.get("default_action")) for side in (before, after))
    if (old, new) == ("block", "allow"):
        yield _danger(change, "What no rule knows is let through: default action: block → allow")


def _rules(change: Change) -> Iterator[Danger]:
    before, after = change.sides()
    for name, old, new, _ in aligned(before.get("rule") or [], after.get("rule") or []):
        if old and not new:
            if action(old.get("action")) != "allow":
                yield _danger(change, f"The rule {name} is taken away")
        elif new and not old:
            if action(new.get("action")) == "allow":
                yield _danger(change, f"The new rule {name} lets requests pass every rule after it")
        elif old and new:
            yield from _altered_rule(change, name, old, new)


def _altered_rule(
    change: Change, name: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Danger]:
    for part in ("action", "override_action"):
        one, other = action(old.get(part)), action(new.get(part))
        if one != other and WEAK.get(other, 1) < WEAK.get(one, 1):
            yield _danger(
                change, f"The rule {name} no longer refuses: {part}: {one} → {other or 'none'}"
            )
    for reason in reasons(old.get("statement"), new.get("statement")):
        yield _danger(change, f"The rule {name} {reason}")


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
