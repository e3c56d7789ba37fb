"""Runs in a function's own process: CPU time of each of many successive requests.

`python warm.py <plan.json>`; standard library only, so that it adds nothing to the measurement.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path
from statistics import quantiles
from types import SimpleNamespace
from typing import Any

CONTEXT = SimpleNamespace(
    aws_request_id="bench",
    function_name="bench",
    function_version="1",
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:bench:live",
    log_group_name="bench",
    log_stream_name="bench",
    memory_limit_in_mb=512,
    get_remaining_time_in_millis=lambda: 10_000,
)


class NoDatabase:
    """A client or a table whose every call has the same answer, at no cost."""

    def __init__(self, item: Any, secret: str = "") -> None:  # nosec B107 # none
        self._answers = {"get_item": {"Item": item}, "get_secret_value": {"SecretString": secret}}

    def __getattr__(self, name: str) -> Any:
        answer = self._answers.get(name, {})
        return lambda **_: answer


def take_the_database_away(item: Any, attributes: Any, secret: str) -> None:
    """Make botocore and boto3 return clients that call nothing."""
    import boto3  # noqa: PLC0415 - only where a function has no database
    from botocore.session import Session  # noqa: PLC0415

    Session.create_client = lambda *_, **__: NoDatabase(attributes, secret)  # type: ignore[method-assign,assignment]
    table = SimpleNamespace(Table=lambda _: NoDatabase(item))
    boto3.resource = lambda *_, **__: table  # type: ignore[assignment]


def measured(handler: Any, payload: str, requests: int) -> list[float]:
    """CPU microseconds of each request, after others that warm caches and connections."""
    spent = []
    for number in range(-(requests // 5), requests):
        event = json.loads(payload)
        began = time.process_time_ns()
        answer = handler(event, CONTEXT)
        used = time.process_time_ns() - began
        if answer["statusCode"] >= 300:  # noqa: PLR2004
            sys.exit(f"not a success: {answer}")
        if number >= 0:
            spent.append(used / 1000)
    return spent


def main(plan: dict[str, Any]) -> None:
    """Measure each route and write the medians to the plan's result file."""
    if not plan["database"]:
        take_the_database_away(plan["item"], plan["attributes"], plan["secret"])
    os.environ["_X_AMZN_TRACE_ID"] = plan["trace"]
    module, _, name = plan["handler"].rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    medians = {
        route: quantiles(measured(handler, payload, plan["requests"]), n=2)[0]
        for route, payload in plan["events"].items()
    }
    Path(plan["result"]).write_text(json.dumps(medians), encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
