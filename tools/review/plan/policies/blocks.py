"""The statements of `aws_iam_policy_document`, when references in it are known after apply only."""

from collections.abc import Mapping
from typing import Any

from tools.review.plan.policies.document import ANYONE, NEW_OBJECT, Statement, account, listed


def of_blocks(values: Mapping[str, Any], unknown: Any) -> tuple[Statement, ...] | None:
    """The statements of `aws_iam_policy_document` whose references are known after apply only.

    None when more than the ARN of an object is open: an action, a principal, a condition.
    """
    if not isinstance(unknown, Mapping):
        return None
    if values.get("source_policy_documents") or values.get("override_policy_documents"):
        return None
    opens = unknown.get("statement") or []
    if opens is True:
        return None
    blocks = listed(values.get("statement"))
    opens = [*opens, *([{}] * (len(blocks) - len(opens)))]
    statements = [_of_block(*pair) for pair in zip(blocks, opens, strict=False)]
    return None if None in statements else tuple(each for each in statements if each is not None)


def _of_block(block: Mapping[str, Any], unknown: Any) -> Statement | None:
    if unknown is True:
        return None
    unknown = unknown or {}
    if any(_open(unknown.get(name)) for name in ("actions", "not_actions", "effect", "condition")):
        return None
    if any(_open(each.get("type")) for each in _mappings(unknown.get("principals"))):
        return None
    principals = {
        (each.get("type", ""), account(str(name)))
        for each in listed(block.get("principals"))
        for name in listed(each.get("identifiers"))
        if name is not None
    }
    if _open([each.get("identifiers") for each in _mappings(unknown.get("principals"))]):
        principals.add(("AWS", NEW_OBJECT))
    resources = {str(each) for each in listed(block.get("resources")) if each is not None}
    if _open(unknown.get("resources")):
        resources.add(NEW_OBJECT)
    conditions = {
        (each["test"].lower(), each["variable"].lower()): frozenset(listed(each.get("values")))
        for each in listed(block.get("condition"))
    }
    return Statement(
        allows=(block.get("effect") or "Allow") == "Allow",
        principals=frozenset(
            ANYONE if pair[1] == "*" and pair[0] in {"*", "AWS"} else pair for pair in principals
        ),
        actions=frozenset(
            str(a).lower() for a in listed(block.get("actions") or block.get("not_actions"))
        ),
        resources=frozenset(resources),
        conditions=conditions,
        inverted=frozenset(["NotAction"] if block.get("not_actions") else []),
        sid=block.get("sid") or "",
    )


def _open(unknown: Any) -> bool:
    """Whether a part of it is known after apply only."""
    if isinstance(unknown, Mapping):
        return any(_open(each) for each in unknown.values())
    if isinstance(unknown, list):
        return any(_open(each) for each in unknown)
    return unknown is True


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in listed(value) if isinstance(each, Mapping)]
