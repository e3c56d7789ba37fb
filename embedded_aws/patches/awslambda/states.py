"""States of functions as Lambda answers a change: not done yet ("Lambda function states").

GetFunction tells a moment later that it is. The statuses are those of recordings.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from moto.awslambda.responses import LambdaResponse

CREATING = {
    "State": "Pending",
    "StateReason": "The function is being created.",
    "StateReasonCode": "Creating",
}
UPDATING = {
    "LastUpdateStatus": "InProgress",
    "LastUpdateStatusReason": "The function is being created.",
    "LastUpdateStatusReasonCode": "Creating",
}


def install() -> None:
    """Patch moto; safe to call more than once."""
    responses: Any = LambdaResponse
    if getattr(responses, "tells_states", False):
        return
    responses.tells_states = True
    responses.create_function = _with(responses.create_function, CREATING)
    for name in ("update_function_code", "update_function_configuration"):
        setattr(responses, name, _with(getattr(responses, name), UPDATING))
    responses.delete_alias = _without_content(responses.delete_alias)


def _with(original: Callable[[Any], Any], state: Mapping[str, str]) -> Callable[[Any], Any]:
    def changed(self: Any) -> Any:
        answer = original(self)
        text = answer if isinstance(answer, str) else answer[-1]
        body = json.dumps({**json.loads(text), **state})
        return body if isinstance(answer, str) else (*answer[:-1], body)

    return changed


def _without_content(original: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def delete_alias(self: Any) -> tuple[int, dict[str, int], str]:
        original(self)
        return 204, {"status": 204}, ""

    return delete_alias
