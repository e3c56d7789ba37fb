"""Web ACL capacity units of a rule, added up as AWS does; never less than AWS counts."""

from collections.abc import Mapping
from typing import Any

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.values import as_list, blocks

NESTED = ("and_statement", "or_statement", "not_statement")
CONTAINS = ("CONTAINS", "CONTAINS_WORD")


class UnknownGroupError(Exception):
    """The table has no such managed rule group; says which."""


def capacity(statement: Mapping[str, Any], groups: Mapping[str, int]) -> int:
    """Units of one `statement` block; UnknownGroupError when a group's are not known."""
    total = 0
    for kind, held in statement.items():
        for block in blocks({kind: held}, kind):
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
    held = table("waf")
    base = int(held["statements"].get(kind, 0))
    if kind == "byte_match_statement" and block.get("positional_constraint") in CONTAINS:
        base = int(held["contains"])
    if kind == "sqli_match_statement" and block.get("sensitivity_level") == "HIGH":
        base = int(held["sqli_high"])
    forwarded = blocks(block, "ip_set_forwarded_ip_config")
    if any(each.get("position") == "ANY" for each in forwarded):
        base = int(held["forwarded_anywhere"])
    fields = blocks(block, "field_to_match")
    if any(each.get("json_body") for each in fields):
        base *= 2
    if any(
        isinstance(each.get("all_query_arguments"), list) and each["all_query_arguments"]
        for each in fields
    ):
        base += 10
    kinds = [each.get("type") for each in as_list(block.get("text_transformation"))]
    return base + int(held["transformation"]) * len([kind for kind in kinds if kind != "NONE"])
