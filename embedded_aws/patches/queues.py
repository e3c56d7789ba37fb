"""Attributes of SQS queues: redriving as JSON without spaces, a policy that outlives changes."""

import json
from typing import Any

from moto.sqs.models import Queue

ALLOWED, REDRIVE = "RedriveAllowPolicy", "RedrivePolicy"
TIMES = ("CreatedTimestamp", "LastModifiedTimestamp")


def install() -> None:
    """Show attributes as AWS does, and keep a policy that is not set anew."""
    original = Queue._set_attributes  # noqa: SLF001
    plain = Queue.attributes

    def set_attributes(self: Any, attributes: dict[str, Any], now: float | None = None) -> None:
        policy = getattr(self, "policy", None)
        original(self, attributes, now)
        if "Policy" not in attributes:
            self.policy = policy

    def attributes(self: Any) -> dict[str, Any]:
        result: dict[str, Any] = plain.fget(self)
        seconds = {name: int(result[name]) for name in TIMES}
        allowed = self.redrive_allow_policy and json.loads(self.redrive_allow_policy)
        redriving = {ALLOWED: allowed, REDRIVE: self.redrive_policy}
        texts = {name: _compact(value) if value else None for name, value in redriving.items()}
        return {**result, **seconds, **texts}

    Queue.redrive_allow_policy = None
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, ALLOWED]
    Queue._set_attributes = set_attributes  # noqa: SLF001
    Queue.attributes = property(attributes)


def _compact(value: Any) -> str:
    """The JSON that AWS shows, and Terraform compares letter by letter."""
    return json.dumps(value, separators=(",", ":"))
