"""Outputs that print a secret, or somebody's data, to whoever runs Terraform or reads its state."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.rules import looks

ADVICE = "Leave it out, or mark it sensitive; have whoever needs it read it where it is kept"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Each output that prints what nobody should read."""
    for change in plan.outputs:
        for reason in dict.fromkeys(_reasons(change)):
            yield Danger(Kind.PLAIN, change.address, reason, ADVICE, Weight.STOP)


def _reasons(change: Change) -> Iterator[str]:
    if change.sensitive_after["value"] is True or "delete" in change.actions:
        return
    if change.sensitive_before["value"] is True:
        yield "It was sensitive, and is printed now"
    name = change.address.removeprefix("output.")
    if change.unknown["value"] is True and looks.is_called_secret(name):
        yield "It is called a secret, and is printed"
    before, after = change.sides()
    for label, value in _texts(after.get("value"), name):
        if value not in str(before.get("value")):
            yield from _of_text(label, value)


def _texts(value: Any, label: str) -> Iterator[tuple[str, str]]:
    """Every text in it with the name that is nearest to it."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _texts(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, label)
    elif isinstance(value, str) and value and not value.startswith("(sensitive"):
        yield label, value


def _of_text(label: str, value: str) -> Iterator[str]:
    if what := looks.secret(value):
        yield f"{label} looks like {what}"
    elif looks.is_called_secret(label) and not looks.refers(value):
        yield f"{label} is called a secret, and is printed"
    elif what := looks.personal(value):
        yield f"{label} has {what}"
