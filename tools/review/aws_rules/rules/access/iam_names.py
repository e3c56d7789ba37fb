"""Actions, resources and condition keys of IAM policies exist."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge import iam
from tools.review.aws_rules.knowledge.policies import Statement, statements
from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Every IAM action, resource type and condition key exists, and they fit together"
PAGE = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "reference_policies_actions-resources-contextkeys.html"
)
ACTION = re.compile(r"[a-z0-9-]+:[A-Za-z*?]+")
SETS = re.compile(r"^(?:ForAllValues:|ForAnyValue:)|IfExists$")


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every statement, then of modules' inputs that list actions."""
    for statement in statements(subject):
        yield from _actions(statement.place, statement.actions)
        yield from _resources(statement)
        yield from _conditions(statement)
    for block in subject.of("module", "locals"):
        yield from _actions(block.place, tuple(_lists(block.values)))


def _lists(values: Any, name: str = "") -> Iterator[str]:
    """The actions in any list whose name ends with `actions`."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from _lists(value, key)
    elif isinstance(values, list):
        for each in values:
            if isinstance(each, str) and name.endswith("actions") and ACTION.fullmatch(each):
                yield each
            yield from _lists(each)


def _actions(place: str, actions: tuple[str, ...]) -> Iterator[Fault]:
    for action in actions:
        if action != "*" and not iam.matching(action):
            yield Fault(place, f"IAM has no action {action}", "Look it up under its service")


def _resources(statement: Statement) -> Iterator[Fault]:
    """Faults of actions that none of the statement's resources can be given to."""
    if statement.resources is None or not statement.allows or statement.kind == "trust":
        return
    for action in statement.actions:
        service = action.partition(":")[0].lower()
        definitions = iam.matching(action) if action != "*" else []
        if definitions and not any(
            _takes(service, each, statement.resources) for each in definitions
        ):
            kinds = sorted({arn for each in definitions for arn in iam.arns(service, each)})
            yield Fault(
                statement.place,
                f"{action} cannot be given {', '.join(statement.resources)}",
                f"It takes {' or '.join(kinds[:3]) or '*'}",
            )


def _takes(service: str, action: dict[str, Any], resources: tuple[str, ...]) -> bool:
    patterns = iam.arns(service, action)
    if not patterns and not action["resourceTypes"]:
        return "*" in resources
    return not patterns or any(
        iam.meet(resource, pattern) for resource in resources for pattern in patterns
    )


def _conditions(statement: Statement) -> Iterator[Fault]:
    for operator, key in statement.conditions:
        if SETS.sub("", operator) not in table("condition_keys")["operators"]:
            yield Fault(
                statement.place,
                f"IAM has no condition operator {operator}",
                "See the page for those there are",
                "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
                "reference_policies_elements_condition_operators.html",
            )
        if not iam.is_global(key) and not _known(key, statement):
            yield Fault(
                statement.place,
                f"No action of this statement knows the condition key {key}",
                "Use a key of the action's own page, or a global one",
            )


def _known(key: str, statement: Statement) -> bool:
    service = key.partition(":")[0].lower()
    own = [action for action in statement.actions if action.lower().startswith(f"{service}:")]
    if "*" in statement.actions or not own:
        exists = service in iam.services() and iam.fits(key, iam.condition_keys(service))
        return exists and (not statement.actions or "*" in statement.actions)
    return any(
        iam.fits(key, iam.keys(service, each)) for action in own for each in iam.matching(action)
    )
