"""Web ACL capacity units (WCU) of a rule, never fewer than AWS counts."""

from collections.abc import Mapping
from typing import Any

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.values import as_list, blocks

NESTED = ("and_statement", "or_statement", "not_statement")
CONTAINS = ("CONTAINS", "CONTAINS_WORD")


class UnknownGroupError(Exception):
    """The table does not have this managed rule group."""


def capacity(statement: Mapping[str, Any], groups: Mapping[str, int]) -> int:
    """WCU of one `statement` block; UnknownGroupError for an unknown rule group."""
    total = 0
    for kind, content in statement.items():
        for block in blocks({kind: content}, kind):
            total += _one(kind, block, groups)
    return total


def _one(kind: str, block: Mapping[str, Any], groups: Mapping[str, int]) -> int:
    inner = sum(capacity(each, groups) for each in blocks(block, "statement"))
    scope = sum(capacity(each, groups) for each in blocks(block, "scope_down_statement"))
    if kind in NESTED:
        return inner
    if kind == "managed_rule_group_statement":
        return _managed(block) + scope
    if kind == "rule_group_reference_statement":
        return groups.get(str(block.get("arn")), 0)
    if kind == "rate_based_statement":
        keys = len(blocks(block, "custom_key")) * int(table("waf")["custom_rate_key"])
        return int(table("waf")["statements"][kind]) + keys + scope
    return _match(kind, block)


def _managed(block: Mapping[str, Any]) -> int:
    name = str(block.get("name"))
    if block.get("vendor_name") not in (None, "AWS"):  # its seller says how much
        return 0
    if name not in table("waf")["managed"]:
        raise UnknownGroupError(name)
    return int(table("waf")["managed"][name])


def _match(kind: str, block: Mapping[str, Any]) -> int:
    units = table("waf")
    base = int(units["statements"].get(kind, 0))
    if kind == "byte_match_statement" and block.get("positional_constraint") in CONTAINS:
        base = int(units["contains"])
    if kind == "sqli_match_statement" and block.get("sensitivity_level") == "HIGH":
        base = int(units["sqli_high"])
    forwarded = blocks(block, "ip_set_forwarded_ip_config")
    if any(each.get("position") == "ANY" for each in forwarded):
        base = int(units["forwarded_anywhere"])
    fields = blocks(block, "field_to_match")
    if any(each.get("json_body") for each in fields):
        base *= 2
    if any(
        isinstance(each.get("all_query_arguments"), list) and each["all_query_arguments"]
        for each in fields
    ):
        base += 10
    kinds = [each.get("type") for each in as_list(block.get("text_transformation"))]
    return base + int(units["transformation"]) * len([kind for kind in kinds if kind != "NONE"])
