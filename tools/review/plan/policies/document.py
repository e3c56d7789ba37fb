"""A policy document as statements, in the one form that comparing needs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Pair = tuple[str, str]

ANYONE: Pair = ("*", "*")
NEW_OBJECT = "(known after apply)"
"""Stands for the ARN of an object that the plan makes, or changes in a way that gives a new ARN."""


@dataclass(frozen=True)
class Statement:
    """One statement; empty principals are those of a policy that is attached to its principal."""

    allows: bool
    principals: frozenset[Pair] = frozenset()
    actions: frozenset[str] = frozenset()
    resources: frozenset[str] = frozenset()
    conditions: Mapping[Pair, frozenset[str]] = None  # type: ignore[assignment]
    inverted: frozenset[str] = frozenset()
    """`NotAction`, `NotResource`, `NotPrincipal`: the elements that name what is left out."""
    sid: str = ""

    @property
    def is_public(self) -> bool:
        """Whether everybody is meant, and no condition says who."""
        return self.allows and ANYONE in self.principals


def document(text: Any) -> tuple[Statement, ...] | None:
    """The statements of a JSON text; None when it is no policy."""
    value = text
    if isinstance(text, str):
        if '"Statement"' not in text:
            return None
        try:
            value = json.loads(text)
        except ValueError:
            return None
    if not isinstance(value, Mapping) or "Statement" not in value:
        return None
    return tuple(
        _statement(each) for each in _list(value["Statement"]) if isinstance(each, Mapping)
    )


def _statement(each: Mapping[str, Any]) -> Statement:
    inverted = frozenset(
        name for name in ("NotAction", "NotResource", "NotPrincipal") if name in each
    )
    return Statement(
        allows=each.get("Effect") == "Allow",
        principals=frozenset(_principals(each.get("Principal", each.get("NotPrincipal")))),
        actions=frozenset(str(a).lower() for a in _list(each.get("Action", each.get("NotAction")))),
        resources=frozenset(map(str, _list(each.get("Resource", each.get("NotResource"))))),
        conditions=_conditions(each.get("Condition") or {}),
        inverted=inverted,
        sid=str(each.get("Sid") or ""),
    )


def _principals(value: Any) -> Iterator[Pair]:
    if isinstance(value, Mapping):
        for kind, names in value.items():
            for name in _list(names):
                yield ANYONE if kind == "AWS" and name == "*" else (kind, _account(str(name)))
    elif value is not None:
        for name in _list(value):
            yield ANYONE if name == "*" else ("AWS", _account(str(name)))


def _account(name: str) -> str:
    """AWS writes an account as its number or as its root user."""
    return f"arn:aws:iam::{name}:root" if name.isdigit() else name


def _conditions(value: Mapping[str, Any]) -> dict[Pair, frozenset[str]]:
    return {
        (operator.lower(), key.lower()): frozenset(_word(each) for each in _list(values))
        for operator, keys in value.items()
        if isinstance(keys, Mapping)
        for key, values in keys.items()
    }


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


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
    blocks = _list(values.get("statement"))
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
        (each.get("type", ""), _account(str(name)))
        for each in _list(block.get("principals"))
        for name in _list(each.get("identifiers"))
        if name is not None
    }
    if _open([each.get("identifiers") for each in _mappings(unknown.get("principals"))]):
        principals.add(("AWS", NEW_OBJECT))
    resources = {str(each) for each in _list(block.get("resources")) if each is not None}
    if _open(unknown.get("resources")):
        resources.add(NEW_OBJECT)
    conditions = {
        (each["test"].lower(), each["variable"].lower()): frozenset(_list(each.get("values")))
        for each in _list(block.get("condition"))
    }
    return Statement(
        allows=(block.get("effect") or "Allow") == "Allow",
        principals=frozenset(
            ANYONE if pair[1] == "*" and pair[0] in {"*", "AWS"} else pair for pair in principals
        ),
        actions=frozenset(
            str(a).lower() for a in _list(block.get("actions") or block.get("not_actions"))
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
    return [each for each in _list(value) if isinstance(each, Mapping)]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
