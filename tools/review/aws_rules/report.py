"""Findings and rules as lines, each address on a line of its own so that it can be followed."""

from collections import defaultdict
from collections.abc import Iterable

from tools.review.aws_rules.model import Finding, Rule, rule_id


def found(findings: Iterable[Finding]) -> str:
    """Rule, what is wrong and what to do, AWS's page, and every place that has it."""
    same: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for each in findings:
        fault = each.fault
        same[each.rule, fault.sentence, fault.advice, each.page].append(fault.place)
    return "\n\n".join(
        "\n".join([f"{rule}: {sentence}. {advice}.", f"  {page}", *map("  at {}".format, places)])
        for (rule, sentence, advice, page), places in same.items()
    )


def rules(all_rules: Iterable[Rule]) -> str:
    """Id, promise and AWS's page of each rule."""
    return "\n".join(f"{rule_id(rule)}: {rule.PROMISE}\n  {rule.PAGE}" for rule in all_rules)
