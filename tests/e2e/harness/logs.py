"""Log lines of the running stack, which follow the answers."""

import json
import time
from collections.abc import Callable
from typing import Any

from tests.e2e.harness.people import parameter
from tests.e2e.harness.stack import Stack

PROBLEM = "application/problem+json"


def eventually(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def in_log(stack: Stack, group: str, text: str) -> bool:
    pages = stack.aws("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
    return any(text in event["message"] for page in pages for event in page["events"])


def log_lines(stack: Stack, group: str, text: str) -> list[dict[str, Any]]:
    """The lines with the text; waits for the first, because a line follows its answer."""
    deadline = time.monotonic() + 10
    lines: list[dict[str, Any]] = []
    while not lines and time.monotonic() < deadline:
        pages = stack.aws("logs").get_paginator("filter_log_events").paginate(logGroupName=group)
        messages = [event["message"] for page in pages for event in page["events"]]
        lines = [json.loads(each) for each in messages if text in each and each.startswith("{")]
    return lines


def access_log(stack: Stack) -> str:
    """The log group with a line for each request."""
    return parameter(stack, "gateway")["access_log_group"]
