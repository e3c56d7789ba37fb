"""Log lines of the running stack, which follow the answers."""

import json
import time
from collections.abc import Callable, Iterator
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
    return any(text in message for message in _with(stack, group, text))


def log_lines(stack: Stack, group: str, text: str) -> list[dict[str, Any]]:
    """The lines with the text; waits for the first, because a line follows its answer."""
    deadline = time.monotonic() + 10
    lines: list[dict[str, Any]] = []
    while not lines and time.monotonic() < deadline:
        messages = _with(stack, group, text)
        lines = [json.loads(each) for each in messages if text in each and each.startswith("{")]
    return lines


def _with(stack: Stack, group: str, text: str) -> Iterator[str]:
    """The messages that have the text: of the others there are thousands after other tests."""
    pages = stack.aws("logs").get_paginator("filter_log_events")
    for page in pages.paginate(logGroupName=group, filterPattern=f'"{text}"'):
        yield from (event["message"] for event in page["events"])


def access_log(stack: Stack) -> str:
    """The log group with a line for each request."""
    return parameter(stack, "gateway")["access_log_group"]
