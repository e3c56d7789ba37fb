"""Findings and rules as text, each URL on a line of its own so that a terminal links it."""

from collections import defaultdict
from collections.abc import Iterable

from tools.review.aws_rules.model import Finding, Rule, rule_id


def faults(findings: Iterable[Finding]) -> str:
    """For each finding: rule, fault, what to do, AWS's page, and all its places."""
    same: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for each in findings:
        fault = each.fault
        same[each.rule, fault.sentence, fault.advice, each.page].append(fault.place)
    return "\n\n".join(
        "\n".join([f"{rule}: {sentence}. {advice}.", f"  {page}", *map("  at {}".format, places)])
        for (rule, sentence, advice, page), places in same.items()
    )


def rules(all_rules: Iterable[Rule]) -> str:
    """For each rule: id, promise and AWS's page."""
    return "\n".join(f"{rule_id(rule)}: {rule.PROMISE}\n  {rule.PAGE}" for rule in all_rules)
