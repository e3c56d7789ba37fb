"""Invocations of functions for the gateway: as API Gateway itself, or with a role.

Without a role the function's resource policy decides, with one the role's policies.
"""

import asyncio
import re
import uuid
from collections.abc import Coroutine
from typing import Any

from embedded_aws.functions import (
    FullMachineError,
    Invocation,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
from embedded_aws.gateway.exchange import Exchange
from embedded_aws.gateway.invoker import DeployedApis, Invoker, Roles

INVOKE = "lambda:InvokeFunction"
CALLERS_OWN = "arn:aws:iam::*:user/*"
"""Credentials of the caller in place of a role's."""
NOT_RUN = (
    FullMachineError,
    RequestTooLargeError,
    TooManyRequestsError,
    UnknownFunctionError,
    UnsupportedRuntimeError,
)
"""Errors with which Lambda refuses to run a function."""


class NotPermittedError(Exception):
    """API Gateway may not invoke the function; the text is API Gateway's own."""


class Invocations:
    """Invokes functions; one that the gateway no longer waits for runs on."""

    def __init__(self, functions: Invoker, apis: DeployedApis, roles: Roles) -> None:
        self._functions = functions
        self._apis = apis
        self._roles = roles
        self._running: set[asyncio.Task[Invocation]] = set()

    def check(self, arn: str, source_arn: str, role: str | None) -> None:
        """NotPermittedError unless the role, or without one the function's policy, permits it."""
        if role == CALLERS_OWN:
            return
        if role:
            self._check_role(arn, role)
        elif not self._apis.may_invoke(arn, source_arn):
            reason = "Invalid permissions on Lambda function"
            raise NotPermittedError(f"Execution failed due to configuration error: {reason}")

    def _check_role(self, arn: str, role: str) -> None:
        if not self._roles.assumable(role):
            reason = unassumable(role)
            raise NotPermittedError(f"Execution failed due to configuration error: {reason}")
        if not self._roles.allows(role, INVOKE, arn):
            raise NotPermittedError(
                "Lambda execution failed with status 403 due to customer function error: "
                f"{unauthorized_call(role, INVOKE, arn)}. Lambda request id: {uuid.uuid4()}"
            )

    async def invoke(self, exchange: Exchange, arn: str, event: bytes) -> Invocation:
        """The function's answer."""
        return await self._detached(self._functions.invoke(arn, event, trace_id=exchange.trace_id))

    def start(self, exchange: Exchange, arn: str, event: bytes) -> None:
        """Invoke the function without waiting for it."""
        self._task(self._functions.invoke(arn, event, trace_id=exchange.trace_id))

    async def _detached(self, running: Coroutine[Any, Any, Invocation]) -> Invocation:
        """The invocation's result; the function runs on when the gateway stops waiting."""
        return await asyncio.shield(self._task(running))

    def _task(self, running: Coroutine[Any, Any, Invocation]) -> "asyncio.Task[Invocation]":
        task = asyncio.create_task(running)
        self._running.add(task)
        task.add_done_callback(self._forget)
        return task

    def _forget(self, task: "asyncio.Task[Invocation]") -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # retrieved, so that nobody misses it who did not wait


def unassumable(role: str) -> str:
    """API Gateway's words for a role that does not exist or does not trust it."""
    return f"API Gateway does not have permission to assume the provided role {role}"


def unauthorized_call(role: str, action: str, resource: str) -> str:
    """AWS's words for a call that the role's policies do not allow."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    user = f"arn:aws:sts::{account}:assumed-role/{name}/BackplaneAssumeRoleSession"
    return (
        f"User: {user} is not authorized to perform: {action} on resource: {resource} "
        f"because no identity-based policy allows the {action} action"
    )


def source_arn(exchange: Exchange) -> str:
    """The source ARN of API Gateway's invocation: the resource's path, parameters as `*`."""
    api, method = exchange.stage.api, exchange.method
    path = re.sub(r"\{[^}]*\}", "*", method.resource_path if method else "/").removeprefix("/")
    verb = method.http_method if method else "*"
    verb = "*" if verb == "ANY" else verb
    return (
        f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.id}/"
        f"{exchange.stage.name}/{verb}/{path}"
    )
