"""The meaning of a write's parameters, before any table is looked at."""

from collections.abc import Mapping
from typing import Any

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.expressions.conditions import ALWAYS, Condition
from embedded_aws.dynamodb.legacy.expected import expecting
from embedded_aws.dynamodb.legacy.updates import updating
from embedded_aws.dynamodb.operations.writes import Delete, Put, Update, Write
from embedded_aws.dynamodb.requests.expressions import Expressions, not_mixed
from embedded_aws.dynamodb.values.attributes import Values, normalized
from embedded_aws.dynamodb.values.sizes import LARGEST_ITEM, item_size

type Request = Mapping[str, Any]
CONDITION = ("ConditionExpression",)
EXPECTED = ("Expected", "ConditionalOperator")
RETURNED = ("ALL_OLD", "NONE")


def put(request: Request) -> Put:
    """A Put."""
    not_mixed(request, CONDITION, EXPECTED)
    item = stored(request["Item"])
    _returns_old(request)
    return Put(request, item, _condition(request))


def stored(item: Values) -> Values:
    """An item that is small enough."""
    values = normalized(item)
    if item_size(values) > LARGEST_ITEM:
        raise ValidationError("Item size has exceeded the maximum allowed size")
    return values


def delete(request: Request) -> Delete:
    """A Delete."""
    not_mixed(request, CONDITION, EXPECTED)
    key = normalized(request["Key"])
    _returns_old(request)
    return Delete(request, key, _condition(request))


def check(request: Request) -> Write:
    """A ConditionCheck of a transaction."""
    not_mixed(request, CONDITION, ())
    return Write(request, normalized(request["Key"]), _condition(request))


def update(request: Request) -> Update:
    """An Update."""
    not_mixed(request, ("UpdateExpression", *CONDITION), ("AttributeUpdates", *EXPECTED))
    key = normalized(request["Key"])
    legacy = updating(request.get("AttributeUpdates") or {})
    expected = _expected(request)
    expressions = Expressions(request)
    actions = expressions.update()
    condition = expressions.condition("ConditionExpression")
    expressions.references.all_used()
    return Update(request, key, condition or expected, tuple(actions or legacy))


def _returns_old(request: Request) -> None:
    if request.get("ReturnValues", "NONE") not in RETURNED:
        raise ValidationError("ReturnValues can only be ALL_OLD or NONE")


def _expected(request: Request) -> Condition:
    expected = request.get("Expected") or {}
    if not expected and request.get("ConditionalOperator"):
        raise ValidationError(
            "One or more parameter values were invalid: ConditionalOperator cannot be used without "
            "Filter or Expected"
        )
    return expecting(expected, request.get("ConditionalOperator")) if expected else ALWAYS


def _condition(request: Request) -> Condition:
    expected = _expected(request)
    expressions = Expressions(request)
    condition = expressions.condition("ConditionExpression")
    expressions.references.all_used()
    return condition or expected
