"""The policy documents of a change, wherever its type has them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.review.plan.facts.model import Change, Plan, Values
from tools.review.plan.facts.places import INDEX, configuration, index_of, module_of
from tools.review.plan.facts.settings import leaves
from tools.review.plan.policies import written
from tools.review.plan.policies.blocks import of_blocks
from tools.review.plan.policies.document import Statement, document

DOCUMENTS = re.compile(
    r"(^|_)(policy|policy_document|assume_role_policy|policy_json)$|^access_policies$"
)
NO_DOCUMENTS = re.compile(
    r"(ssl|tls|security|lifecycle|password|cache|request|response|retry|scaling)_policy$"
)


@dataclass(frozen=True)
class Policy:
    """One document before and after; None on a side that is not known."""

    change: Change
    attribute: str
    before: tuple[Statement, ...] | None
    after: tuple[Statement, ...] | None

    @property
    def is_trust(self) -> bool:
        """Whether it says who may become a role."""
        return self.attribute.startswith("assume_role_policy")


def policies(plan: Plan) -> Iterator[Policy]:
    """Every document in the plan's changes, on both sides."""
    for change in plan.changes:
        yield from of_change(plan, change)


def of_change(plan: Plan, change: Change) -> Iterator[Policy]:
    """The documents of one change."""
    before, after = change.sides()
    for name in sorted(_names(before) | _names(after) | _open_names(change)):
        for leaf in leaves(change, name):
            old = document(leaf.old) if leaf.old else ()
            if leaf.unknown:
                yield Policy(change, leaf.path, old, _rebuilt(plan, change, name))
                continue
            new = document(leaf.new) if leaf.new else ()
            if old is not None and new is not None and (old or new):
                yield Policy(change, leaf.path, old, new)


def is_document(name: str) -> bool:
    """Whether an argument of this name has a policy document."""
    return bool(DOCUMENTS.search(name)) and not NO_DOCUMENTS.search(name)


def _names(values: Any, prefix: str = "") -> set[str]:
    """The paths of all texts that are policy documents."""
    names: set[str] = set()
    if isinstance(values, Mapping):
        for name, value in values.items():
            if isinstance(value, str):
                if document(value) is not None:
                    names.add(f"{prefix}{name}")
            else:
                names |= _names(value, f"{prefix}{name}.")
    elif isinstance(values, list):
        for each in values:
            names |= _names(each, prefix)
    return names


def _open_names(change: Change) -> set[str]:
    """Documents that are known after apply only."""
    if not isinstance(change.unknown, Mapping):
        return set()
    return {name for name, open_ in change.unknown.items() if open_ is True and is_document(name)}


def _rebuilt(plan: Plan, change: Change, attribute: str) -> tuple[Statement, ...] | None:
    """The statements of the data source or source that it comes from, as far as they are known."""
    expression = _expression(plan, change, attribute)
    for reference in expression.get("references", []):
        parts = reference.split(".")
        if parts[:2] == ["data", "aws_iam_policy_document"]:
            name = ".".join(parts[:3])
            return _of_data(plan, change, name)
    return written.statements(plan, change, attribute)


def _of_data(plan: Plan, change: Change, name: str) -> tuple[Statement, ...] | None:
    """The one data source of that name beside the change; its index, if there are several."""
    module, index = module_of(change.address), index_of(change.address)
    plain = INDEX.sub("", name)
    candidates = [
        each
        for each in plan.data
        if module_of(each.address) == module and INDEX.sub("", each.address).endswith(plain)
    ]
    if len(candidates) > 1:
        candidates = [each for each in candidates if index_of(each.address) == index]
    if len(candidates) != 1:
        return None
    data = candidates[0]
    return of_blocks(data.after or {}, data.unknown)


def _expression(plan: Plan, change: Change, attribute: str) -> Values:
    """The argument's expression in the configuration; empty when there is none."""
    configured = configuration(plan, change.address)
    value = configured.get("expressions", {}).get(attribute, {})
    return value if isinstance(value, Mapping) else {}
