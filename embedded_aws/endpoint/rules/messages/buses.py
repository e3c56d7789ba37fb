"""Event buses, rules and their targets (EventBridge API reference, PutRule, PutTargets, PutEvents).

The words are EventBridge's own (recordings of its refusals).
"""

import re

from embedded_aws.endpoint.rules.messages import event_patterns
from embedded_aws.endpoint.rules.rule import Given, Parameters, rule
from embedded_aws.endpoint.rules.values import listed, parsed

CODE = "ValidationException"
LARGEST_EVENTS = 1_048_576
INPUTS = ("Input", "InputPath", "InputTransformer")
_RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)")
_FIELD = r"[\w*?,/#-]+"
_CRON = re.compile(rf"cron\({_FIELD}( {_FIELD}){{5}}\)")
_PLACE = re.compile(r"<([^<>\s]+)>")
RESERVED = "aws.events."


def _size(given: Given) -> str | None:
    fields = ("Source", "DetailType", "Detail")
    entries = given.get("Entries") or ()
    total = sum(len(str(each.get(name) or "").encode()) for each in entries for name in fields)
    if total <= LARGEST_EVENTS:
        return None
    return "Total size of the entries in the request is over the limit."


def _schedule(given: Given) -> str | None:
    expression = given.get("ScheduleExpression")
    if not expression:
        return None
    if str(given.get("EventBusName") or "default").rsplit("/", maxsplit=1)[-1] != "default":
        return "ScheduleExpression is supported only on the default event bus."
    if _RATE.fullmatch(expression) or _is_cron(expression):
        return None
    return "Parameter ScheduleExpression is not valid."


def _is_cron(expression: str) -> bool:
    """Whether it has six fields, of which one of the days is left open."""
    if not _CRON.fullmatch(expression):
        return False
    fields = expression[5:-1].split(" ")
    return "?" in {fields[2], fields[4]}


def _targets(given: Given) -> str | None:
    faults = filter(None, map(_target, given.get("Targets") or ()))
    return next(faults, None)


def _target(target: Parameters) -> str | None:
    arn, name = str(target.get("Arn", "")), target.get("Id")
    if not arn.startswith("arn:"):
        return f"Parameter {arn} is not valid. Reason: Provided Arn is not in correct format."
    if sum(target.get(each) is not None for each in INPUTS) > 1:
        return (
            f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}."
        )
    text = target.get("Input")
    if text is not None and parsed(text) is None and text.strip() != "null":
        return f"JSON syntax error in input for target {name}"
    if arn.endswith(".fifo") and not target.get("SqsParameters"):
        return f"Parameter(s) SqsParameters must be specified for target: {name}."
    return _transformer(str(name), target.get("InputTransformer") or {})


def _transformer(name: str, transformer: Parameters) -> str | None:
    known = transformer.get("InputPathsMap") or {}
    for place in _PLACE.findall(str(transformer.get("InputTemplate", ""))):
        if place not in known and not place.startswith(RESERVED):
            return f"InputTemplate for target {name} contains invalid placeholder {place}."
    return None


def _neither(given: Given) -> str | None:
    if any(listed(given.get(each)) for each in ("EventPattern", "ScheduleExpression")):
        return None
    return "Parameter(s) EventPattern or ScheduleExpression must be specified."


RULES = (
    rule("PutEvents", CODE, _size),
    rule("PutRule", CODE, _neither),
    rule("PutRule", CODE, _schedule),
    rule("PutRule TestEventPattern", "InvalidEventPatternException", event_patterns.fault),
    rule("PutTargets", CODE, _targets),
)
