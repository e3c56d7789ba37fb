"""`AttributeUpdates` as actions of an update."""

from typing import Any

from embedded_aws.dynamodb.errors import invalid
from embedded_aws.dynamodb.expressions.conditions import Literal
from embedded_aws.dynamodb.expressions.paths import Path
from embedded_aws.dynamodb.expressions.updates import Action
from embedded_aws.dynamodb.values.attributes import attribute
from embedded_aws.dynamodb.values.comparing import kind_of

VERBS = {"PUT": "SET", "ADD": "ADD", "DELETE": "DELETE"}
TAKES = {"ADD": ("N", "SS", "NS", "BS", "L"), "DELETE": ("SS", "NS", "BS")}
WRONG_TYPE = "Type mismatch for attribute to update"


def updating(updates: dict[str, Any]) -> list[Action]:
    """The actions, one for each attribute."""
    return [_one(Path((name,)), each) for name, each in updates.items()]


def _one(path: Path, update: dict[str, Any]) -> Action:
    verb = update.get("Action") or "PUT"
    if update.get("Value") is None:
        if verb != "DELETE":
            raise invalid("Only DELETE action is allowed when no attribute value is specified")
        return Action("REMOVE", path)
    value = attribute(update["Value"])
    kind = kind_of(value)
    if kind not in TAKES.get(verb, (kind,)):
        if verb == "ADD":
            raise invalid(f"ADD action is not supported for the type {kind}")
        raise invalid(f"DELETE action with value is not supported for the type {kind}")
    return Action(VERBS[verb], path, Literal(value), mismatch=WRONG_TYPE)
