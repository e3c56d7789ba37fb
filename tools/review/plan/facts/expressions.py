"""Expressions of alarms and filters that are met more seldom than before."""

import re
from typing import Any


def reworded(old: Any, new: Any) -> bool:
    """Another expression than before, whatever its spaces."""
    return bool(old) and "".join(str(old).split()) != "".join(str(new or "").split())


def lower_percentile(old: Any, new: Any) -> bool:
    """A lower percentile than before, or something else in its place."""
    one, other = (re.fullmatch(r"p(\d+(?:\.\d+)?)", str(each or "")) for each in (old, new))
    if one and other:
        return float(other[1]) < float(one[1])
    return bool(old) and old != new


def met_more_seldom(old: Any, new: Any) -> bool:
    """A comparison the other way, or one that equality no longer meets."""
    one, other = str(old or ""), str(new or "")
    is_other_way = ("Greater" in one) != ("Greater" in other) or ("Less" in one) != (
        "Less" in other
    )
    return bool(one) and (is_other_way or ("OrEqual" in one and "OrEqual" not in other))


def loses_alternatives(old: Any, new: Any) -> bool:
    """An alternative (joined by OR) is gone, or asks for more: it is met more seldom."""
    return bool(_alternatives(str(old or "")) - _alternatives(str(new or "")))


def _alternatives(expression: str) -> set[str]:
    """The parts that OR joins, outside of brackets."""
    parts, depth = [""], 0
    for word in re.findall(r'"[^"]*"|[()]|\w+|[^\s\w()"]', expression):
        depth += (word == "(") - (word == ")")
        if word.upper() == "OR" and not depth:
            parts.append("")
        else:
            parts[-1] += word
    return {part[1:-1] if part.startswith("(") and part.endswith(")") else part for part in parts}
