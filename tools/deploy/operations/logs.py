"""Log lines of a log group, formatted, and followed on request."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.product import NAME
from tools.command import CommandError
from tools.deploy.where.place import Place

POLL_SECONDS = 1.0
LATE_MS = 30_000
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def since_seconds(text: str) -> int:
    """Seconds of `10m`, `2h`, `90s` or `1d`."""
    match = re.fullmatch(r"(\d+)([smhd])", text)
    if not match:
        raise CommandError(f"{text} is not a time span; write 90s, 10m, 2h or 1d")
    return int(match[1]) * UNITS[match[2]]


def group_of(place: Place, service: str) -> str:
    """The log group of a service's function."""
    return f"/aws/lambda/{NAME}-{place.environment.name}-{service}"


def lines(place: Place, group: str, seconds: int, *, follow: bool) -> Iterator[str]:
    """The group's lines since that time, oldest first; with `follow`, it never ends."""
    logs = place.client("logs")
    start_ms = int((time.time() - seconds) * 1000)
    seen: set[str] = set()
    while True:
        events = sorted(_events(logs, group, start_ms), key=lambda each: each["timestamp"])
        for event in events:
            if event["eventId"] not in seen:
                seen.add(event["eventId"])
                yield _line(event)
        if not follow:
            return
        if events:  # late lines of other streams still come, but not that late
            start_ms = max(start_ms, events[-1]["timestamp"] - LATE_MS)
        time.sleep(POLL_SECONDS)


def _events(logs: Any, group: str, start_ms: int) -> list[dict[str, Any]]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, startTime=start_ms)
    try:
        return [event for page in pages for event in page["events"]]
    except logs.exceptions.ResourceNotFoundException:
        raise CommandError(f"there is no log group {group}; is the service deployed?") from None
    except (ClientError, BotoCoreError) as error:
        raise CommandError(f"{group} cannot be read: {error}") from error


def _line(event: dict[str, Any]) -> str:
    moment = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    return f"{moment:%H:%M:%S.%f}"[:-3] + f" {event['message'].rstrip()}"
