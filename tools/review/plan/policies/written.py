"""Policies that are known only after the apply, as their source writes them.

`jsonencode` around the ARN of an object that the plan makes is one open text to Terraform; actions
and principals stand in its source all the same.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from tools import hcl
from tools.review.plan.facts.model import Change, Plan
from tools.review.plan.facts.places import INDEX, module_of
from tools.review.plan.facts.written import argument
from tools.review.plan.policies.document import NEW_OBJECT, Statement, document

ENCODED = re.compile(r"^\$\{jsonencode\((.*)\)\}$", re.DOTALL)
HEREDOC = re.compile(r"^<<-?(\w+)\n(.*)\n\s*\1$", re.DOTALL)
OPEN = re.compile(r"\$\{([^{}]*)\}")
OBJECT = re.compile(r"^(?:aws_\w+\.\w+)")
FIXED = ("Effect", "Action", "NotAction")
"""Elements that decide everything: a policy in which one of them is open is not known."""


def statements(plan: Plan, change: Change, attribute: str) -> tuple[Statement, ...] | None:
    """The statements in the source, with an open word for what is not known; None without them."""
    content = _content(argument(plan, change, attribute))
    if not isinstance(content, Mapping):
        return None
    listed = content.get("Statement")
    every = listed if isinstance(listed, list) else [listed]
    if not all(isinstance(each, Mapping) and _is_readable(each, change) for each in every):
        return None
    return document({**content, "Statement": [_closed(plan, change, each) for each in every]})


def _content(written: Any) -> Any:
    """The policy as values, in which references are still expressions."""
    text = written if isinstance(written, str) else ""
    if encoded := ENCODED.match(text):
        return hcl.parsed(f"value = {encoded[1]}\n").get("value")
    if heredoc := HEREDOC.match(text):
        try:
            return json.loads(heredoc[2])
        except ValueError:
            return None
    return None


def _is_readable(statement: Mapping[str, Any], change: Change) -> bool:
    """Whether nothing is open that decides what it allows, or that was compared before."""
    fixed = (*FIXED, "Condition") if change.before is not None else FIXED
    return not any(hcl.OPEN in json.dumps(statement.get(name, "")) for name in fixed)


def _closed(plan: Plan, change: Change, value: Any) -> Any:
    """The value with the references that the plan knows, and one word for the others."""
    if isinstance(value, Mapping):
        return {name: _closed(plan, change, inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_closed(plan, change, inner) for inner in value]
    if not isinstance(value, str) or hcl.OPEN not in value:
        return value
    known = OPEN.sub(lambda match: _known(plan, change, match[1]) or match[0], value)
    return NEW_OBJECT if hcl.OPEN in known else known


def _known(plan: Plan, change: Change, expression: str) -> str:
    """The attribute of an object beside the change; empty when the plan does not know it."""
    if not OBJECT.match(expression):
        return ""
    name, _, attribute = INDEX.sub("", expression).rpartition(".")
    module = module_of(change.address)
    address = f"{module}.{name}" if module else name
    values = {
        str((each.after or {}).get(attribute) or "")
        for each in plan.objects
        if INDEX.sub("", each.address) == INDEX.sub("", address)
    }
    return values.pop() if len(values) == 1 else ""
