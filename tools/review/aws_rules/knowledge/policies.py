"""The statements of IAM policies, from resources and from policy documents."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Resource, Subject
from tools.review.aws_rules.values import as_list, blocks, parsed


@dataclass(frozen=True)
class Policy:
    """One policy, its place, and AWS's limit of its size."""

    place: str
    kind: str
    text: str
    resource: Resource
    limit: int
    page: str


@dataclass(frozen=True)
class Statement:
    """One statement; resources are None while they are unknown."""

    place: str
    kind: str
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...] | None
    conditions: tuple[tuple[str, str], ...]


def policies(subject: Subject) -> Iterator[Policy]:
    """Every policy whose text is known."""
    for row in table("policies")["policies"]:
        for resource in subject.of(row["type"]):
            text = resource.values.get(row["attribute"])
            if isinstance(text, str) and text:
                yield Policy(resource.place, row["kind"], text, resource, row["limit"], row["page"])


def statements(subject: Subject) -> Iterator[Statement]:
    """Statements of all policies, and of the policy documents of the sources."""
    for policy in policies(subject):
        for number, statement in enumerate(_statements(policy.text)):
            name = statement.get("Sid") or f"statement {number + 1}"
            yield _of_json(f"{policy.place}, {name}", policy.kind, statement)
    for document in subject.of("aws_iam_policy_document"):
        for statement in blocks(document.values, "statement"):
            yield _of_source(document.place, statement)


def _statements(text: str) -> list[Mapping[str, Any]]:
    whole = parsed(text)
    return as_list(whole.get("Statement")) if isinstance(whole, Mapping) else []


def _of_json(place: str, kind: str, statement: Mapping[str, Any]) -> Statement:
    actions = as_list(statement.get("Action")) or as_list(statement.get("NotAction"))
    resources = statement.get("Resource")
    pairs = tuple(
        (operator, key)
        for operator, keys in (statement.get("Condition") or {}).items()
        for key in keys
    )
    return Statement(
        place,
        kind,
        statement.get("Effect") == "Allow" and "Action" in statement,
        tuple(actions),
        None if resources is None else tuple(as_list(resources)),
        pairs,
    )


def _of_source(place: str, block: Mapping[str, Any]) -> Statement:
    pairs = tuple(
        (each["test"], each["variable"])
        for each in blocks(block, "condition")
        if "test" in each and "variable" in each
    )
    name = block.get("sid", "a statement")
    actions = (*as_list(block.get("actions")), *as_list(block.get("not_actions")))
    return Statement(
        place=f"{place}, {name}",
        kind="source",
        allows=True,
        actions=actions,
        resources=None,
        conditions=pairs,
    )
