"""Events that other services send to functions, asynchronously and by the function's policy.

Until somebody is there to run functions, such as while the journal is replayed, nothing is sent.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends

type Deliver = Callable[[str, bytes], None]

ACTION = "lambda:InvokeFunction"
_report = logging.getLogger(__name__)
_somebody: list[Deliver] = []


def use(deliver: Deliver) -> None:
    """Send events to the functions of this server from now on."""
    _somebody[:] = [deliver]


def deliver(function_arn: str, event: Any, principal: str, source_arn: str) -> None:
    """Invoke a function with an event of another service, without waiting for it."""
    if not _somebody:
        return
    if not _permits(function_arn, principal, source_arn):
        _report.warning(
            "%s may not invoke %s for %s: its policy lacks the permission (AddPermission)",
            principal,
            function_arn,
            source_arn,
        )
        return
    _somebody[0](function_arn, json.dumps(event, default=str).encode())


def install() -> None:
    """Let moto's own deliveries (rotation of secrets) reach the function; safe to call again."""
    LambdaFunction.invoke = _invoke


def _invoke(self: Any, body: Any, *_: Any) -> bytes:
    if _somebody:
        text = body if isinstance(body, str) else json.dumps(body)
        _somebody[0](str(self.function_arn), text.encode())
    return b"{}"


def _permits(function_arn: str, principal: str, source_arn: str) -> bool:
    """Whether the function's policy lets the service invoke it for this source."""
    *_, region, account, _, name = (function_arn.split(":") + [""] * 7)[:7]
    place: Any = lambda_backends[account].get(region)
    function = place._lambdas._functions.get(name) if place else None  # noqa: SLF001 - no lookup without error
    statements = function["latest"].policy.statements if function else []
    return any(_applies(each, function_arn, principal, source_arn) for each in statements)


def _applies(
    statement: Mapping[str, Any], function_arn: str, principal: str, source_arn: str
) -> bool:
    named = statement.get("Principal")
    service = named.get("Service") if isinstance(named, dict) else named
    patterns = [
        value
        for test in (statement.get("Condition") or {}).values()
        for key, value in test.items()
        if key.lower() == "aws:sourcearn"
    ]
    return (
        service in {principal, "*"}
        and _like(str(statement.get("Action", "")), ACTION)
        and _like(str(statement.get("Resource", "*")), function_arn)
        and all(_like(str(each), source_arn) for each in patterns)
    )


def _like(pattern: str, value: str) -> bool:
    parts = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), value) is not None
