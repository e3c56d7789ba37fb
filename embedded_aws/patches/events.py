"""Targets of EventBridge's rules (user guide, "Targets"): topics and functions, which moto lacks.

Each target is tried for itself, and PutEvents succeeds whatever becomes of it.
"""

import copy
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from jsonpath_ng.ext.parser import parse
from moto.core.exceptions import JsonRESTError
from moto.events.models import EventPattern, Rule
from moto.events.responses import EventsHandler
from moto.events.utils import EventTemplateParser
from moto.sns.models import sns_backends

from embedded_aws.patches.awslambda.events.deliveries import deliver

MOST_TARGETS = 5
NOT_AUTHORIZED = {
    "ErrorCode": "NotAuthorizedForSourceException",
    "ErrorMessage": "Not authorized for the source.",
}
PRINCIPAL = "events.amazonaws.com"
_report = logging.getLogger(__name__)


def install() -> None:
    """Add them; safe to call more than once."""
    if not getattr(Rule, "tells_topics", False):
        Rule.tells_topics = True
        Rule.send_to_targets = _each_for_itself(Rule.send_to_targets)
        Rule.put_targets = _up_to_five(Rule.put_targets)
        EventsHandler.test_event_pattern = _test
        EventsHandler.put_events = _of_others(EventsHandler.put_events)


def _up_to_five(original: Callable[..., None]) -> Callable[..., None]:
    def put_targets(self: Any, targets: list[dict[str, Any]]) -> None:
        ids = {each["Id"] for each in (*self.targets, *targets)}
        if len(ids) > MOST_TARGETS:
            raise JsonRESTError(
                "LimitExceededException",
                "The requested resource exceeds the maximum number allowed.",
            )
        original(self, targets)

    return put_targets


def _of_others(original: Callable[[Any], str]) -> Callable[[Any], str]:
    """PutEvents, which takes no event of AWS's own sources from anybody."""

    def put_events(self: Any) -> str:
        entries = self._get_param("Entries") or []
        mine = [not str(each.get("Source", "")).startswith("aws.") for each in entries]
        if all(mine):
            return original(self)
        taken = iter(
            self.events_backend.put_events(
                [each for each, ok in zip(entries, mine, strict=True) if ok]
            )
        )
        answers = [next(taken) if ok else dict(NOT_AUTHORIZED) for ok in mine]
        failed = sum("ErrorCode" in each for each in answers)
        return json.dumps({"FailedEntryCount": failed, "Entries": answers})

    return put_events


def _test(self: Any) -> str:
    """TestEventPattern, which moto answers with nothing."""
    event = json.loads(self._get_param("Event"))
    pattern = EventPattern.load(self._get_param("EventPattern"))
    return json.dumps({"Result": pattern.matches_event(event)})


def _each_for_itself(original: Callable[..., None]) -> Callable[..., None]:
    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:  # noqa: FBT001, FBT002 - moto's
        if not self.event_pattern.matches_event(original_event):
            return
        for target in self.targets:
            try:
                if _service(target) in OURS:
                    OURS[_service(target)](self, target, original_event)
                    continue
                alone = copy.copy(self)
                alone.targets = [target]
                original(alone, original_event, transform_input)
            except Exception as error:  # noqa: BLE001 - AWS tries later, and never tells the sender
                _report.warning(
                    "The rule %s did not reach %s: %s: %s",
                    self.name,
                    target["Arn"],
                    type(error).__name__,
                    error,
                )

    return send_to_targets


def _service(target: dict[str, Any]) -> str:
    return str(target["Arn"].split(":")[2])


def _publish(rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    del rule
    *_, region, account, _ = target["Arn"].split(":")
    message = json.dumps(_input(target, event))
    sns_backends[account][region].publish(message, arn=target["Arn"])


def _invoke(rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    deliver(target["Arn"], _input(target, event), PRINCIPAL, rule.arn)


OURS: dict[str, Callable[[Any, dict[str, Any], dict[str, Any]], None]] = {
    "lambda": _invoke,
    "sns": _publish,
}


def _input(target: dict[str, Any], event: dict[str, Any]) -> Any:
    """The event as the target's input: constant, a part of it, transformed, or whole."""
    moment = datetime.fromtimestamp(float(event["time"]), UTC)
    event_ = {**event, "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    transformer = target.get("InputTransformer")
    if transformer:
        paths, template = transformer.get("InputPathsMap", {}), transformer["InputTemplate"]
        return EventTemplateParser.parse(template, paths, event_)
    if target.get("Input"):
        return json.loads(target["Input"])
    whole = {name: value for name, value in event_.items() if name != "ingestion-time"}
    if target.get("InputPath"):
        return next((each.value for each in parse(target["InputPath"]).find(whole)), None)
    return whole
