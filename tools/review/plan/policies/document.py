"""A policy document as statements, in the one form that comparing needs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

type Pair = tuple[str, str]

ANYONE: Pair = ("*", "*")
ARN_PARTS = 6
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
        _statement(each) for each in listed(value["Statement"]) if isinstance(each, Mapping)
    )


def _statement(each: Mapping[str, Any]) -> Statement:
    inverted = frozenset(
        name for name in ("NotAction", "NotResource", "NotPrincipal") if name in each
    )
    return Statement(
        allows=each.get("Effect") == "Allow",
        principals=frozenset(_principals(each.get("Principal", each.get("NotPrincipal")))),
        actions=frozenset(
            str(a).lower() for a in listed(each.get("Action", each.get("NotAction")))
        ),
        resources=frozenset(map(str, listed(each.get("Resource", each.get("NotResource"))))),
        conditions=_conditions(each.get("Condition") or {}),
        inverted=inverted,
        sid=str(each.get("Sid") or ""),
    )


def _principals(value: Any) -> Iterator[Pair]:
    if isinstance(value, Mapping):
        for kind, names in value.items():
            for name in listed(names):
                yield ANYONE if kind == "AWS" and name == "*" else (kind, account(str(name)))
    elif value is not None:
        for name in listed(value):
            yield ANYONE if name == "*" else ("AWS", account(str(name)))


def account(name: str) -> str:
    """AWS writes an account as its number or as its root user."""
    return f"arn:aws:iam::{name}:root" if name.isdigit() else name


def _conditions(value: Mapping[str, Any]) -> dict[Pair, frozenset[str]]:
    return {
        (operator.lower(), key.lower()): frozenset(_word(each) for each in listed(values))
        for operator, keys in value.items()
        if isinstance(keys, Mapping)
        for key, values in keys.items()
    }


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(value: Any) -> list[Any]:
    """The values of a list, the one that is none, or nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
