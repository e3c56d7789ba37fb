"""Findings and rules as tables."""

from collections.abc import Iterable

from rich.table import Table

from tools.lint_aws.model import Finding, Rule, rule_id


def found(findings: Iterable[Finding]) -> Table:
    """One row per finding: rule, place, what is wrong, what to do, AWS's page."""
    table = Table(show_lines=True)
    for heading in ("rule", "where", "what AWS would refuse, and what to do"):
        table.add_column(heading, overflow="fold")
    for each in findings:
        fault = each.fault
        told = f"{fault.sentence}.\n{fault.advice}.\n{each.page}"
        table.add_row(each.rule, _plain(fault.place), _plain(told))
    return table


def rules(all_rules: Iterable[Rule]) -> Table:
    """One row per rule: its id, its promise and AWS's page."""
    table = Table()
    for heading in ("rule", "what it promises", "AWS's page"):
        table.add_column(heading, overflow="fold")
    for rule in all_rules:
        table.add_row(rule_id(rule), rule.PROMISE, rule.PAGE)
    return table


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
