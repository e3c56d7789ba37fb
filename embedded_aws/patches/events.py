"""SNS topics as targets of EventBridge's rules, which moto lacks (user guide, "Targets")."""

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from moto.events.models import Rule
from moto.events.utils import EventTemplateParser
from moto.sns.models import sns_backends


def install() -> None:
    """Add them; safe to call more than once."""
    if not getattr(Rule, "tells_topics", False):
        Rule.tells_topics = True
        Rule.send_to_targets = _with_topics(Rule.send_to_targets)


def _with_topics(original: Callable[..., None]) -> Callable[..., None]:
    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:  # noqa: FBT001, FBT002 - moto's
        topics = [each for each in self.targets if _service(each) == "sns"]
        if topics and self.event_pattern.matches_event(original_event):
            for each in topics:
                _publish(each, original_event)
        rest = copy.copy(self)
        rest.targets = [each for each in self.targets if each not in topics]
        original(rest, original_event, transform_input)

    return send_to_targets


def _service(target: dict[str, Any]) -> str:
    return str(target["Arn"].split(":")[2])


def _publish(target: dict[str, Any], event: dict[str, Any]) -> None:
    *_, region, account, _ = target["Arn"].split(":")
    moment = datetime.fromtimestamp(float(event["time"]), UTC)
    event_ = {**event, "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
    transformer = target.get("InputTransformer")
    message: Any = {name: value for name, value in event_.items() if name != "ingestion-time"}
    if transformer:
        paths, template = transformer.get("InputPathsMap", {}), transformer["InputTemplate"]
        message = EventTemplateParser.parse(template, paths, event_)
    sns_backends[account][region].publish(json.dumps(message), arn=target["Arn"])
