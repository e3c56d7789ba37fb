"""Hooks: functions that CodeDeploy invokes, and their reports."""

import asyncio
import json
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from moto.codedeploy.responses import CodeDeployResponse
from moto.core.responses import ActionResult

from embedded_aws.codedeploy.errors import CodeDeployError
from embedded_aws.codedeploy.state import life_of
from embedded_aws.functions import Event, Events, Invocation

STATUSES = {"Succeeded", "Failed"}


class FunctionHooks:
    """Invokes hooks in the loop of the local Lambda."""

    def __init__(self, events: Events, loop: asyncio.AbstractEventLoop) -> None:
        self._events = events
        self._loop = loop
        self._calls: dict[str, Future[Invocation | None]] = {}

    def call(self, function: str, payload: Mapping[str, str]) -> None:
        """Invoke without waiting; the first attempt counts, and only when it is an error."""
        work = self._events.take(Event(function, json.dumps(payload).encode()))
        execution_id = payload["LifecycleEventHookExecutionId"]
        self._calls[execution_id] = asyncio.run_coroutine_threadsafe(work, self._loop)

    def failure(self, execution_id: str) -> str | None:
        """The error of the invocation; None while it has none."""
        call = self._calls.get(execution_id)
        if call is None or not call.done():
            return None
        error = call.exception()
        if error:
            return str(error)
        outcome = call.result()
        return outcome.payload.decode() if outcome and outcome.function_error else None


def install() -> None:
    """Add PutLifecycleEventHookExecutionStatus."""
    CodeDeployResponse.put_lifecycle_event_hook_execution_status = _put


def _put(self: Any) -> ActionResult:
    execution_id, status = (
        self._get_param("lifecycleEventHookExecutionId"),
        self._get_param("status"),
    )
    life = life_of(self.codedeploy_backend, self._get_param("deploymentId"))
    if status not in STATUSES:
        raise CodeDeployError(
            "InvalidLifecycleEventHookExecutionStatusException",
            f"The status must be Succeeded or Failed, not {status}.",
        )
    try:
        life.report(execution_id, status)
    except KeyError as error:
        raise CodeDeployError(
            "InvalidLifecycleEventHookExecutionIdException",
            f"The deployment has no hook execution {execution_id}.",
        ) from error
    except ValueError as error:
        raise CodeDeployError(
            "LifecycleEventAlreadyCompletedException", "The lifecycle event has ended already."
        ) from error
    return ActionResult({"lifecycleEventHookExecutionId": execution_id})
