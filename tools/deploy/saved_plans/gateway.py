"""The gateway as it was reviewed: its merged body, and the actions of its plan.

Its plan cannot be saved: it reads what the services' releases write. So it is planned afresh after
them, and applied if it is the one that was reviewed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tools.command import CommandError

API = "aws_api_gateway_rest_api"
IDLE = (["no-op"], ["read"])
MOST_NAMED = 3


@dataclass(frozen=True)
class ReviewedGateway:
    """A digest of the merged body, and the actions by address."""

    body: str
    actions: Mapping[str, list[str]]

    @classmethod
    def of(cls, plan: Mapping[str, Any]) -> "ReviewedGateway":
        """The part of a plan (`terraform show -json`) that a reviewer has agreed to."""
        changes = [each for each in plan.get("resource_changes", []) if each["mode"] == "managed"]
        bodies = [_body(each["change"]) for each in changes if each["type"] == API]
        actions = {
            each["address"]: each["change"]["actions"]
            for each in changes
            if each["change"]["actions"] not in IDLE
        }
        return cls(hashlib.sha256("\n".join(bodies).encode()).hexdigest(), actions)

    @classmethod
    def read(cls, content: bytes) -> "ReviewedGateway":
        """The one that was written."""
        return cls(**json.loads(content))

    def written(self) -> bytes:
        """Itself as JSON."""
        return json.dumps(asdict(self), sort_keys=True).encode()

    def check(self, planned: "ReviewedGateway", *, is_final: bool) -> None:
        """CommandError unless the plan does nothing that was not reviewed.

        What a run before has done already is missing in it. In the middle of a release the API has
        fewer routes than the reviewed body, so only its actions are compared then.
        """
        others = sorted(
            f"{address} ({' and '.join(actions)})"
            for address, actions in planned.actions.items()
            if self.actions.get(address) != actions
        )
        if others:
            rest = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
            named = ", ".join(others[:MOST_NAMED]) + rest
            raise CommandError(
                f"the gateway's plan has actions that nobody reviewed: {named}; {NEXT}"
            )
        if is_final and planned.body != self.body:
            raise CommandError(
                f"the gateway's merged body is not the one that was reviewed; {NEXT}"
            )


NEXT = (
    "the services are live and the gateway is as it was; plan the gateway again with SAVE=…, "
    "have it reviewed, and deploy that"
)


def _body(change: Mapping[str, Any]) -> str:
    """The API's body in one form, whatever its order and spaces."""
    text = (change.get("after") or {}).get("body")
    if not text:
        return "known after apply"
    return json.dumps(json.loads(text), sort_keys=True)
