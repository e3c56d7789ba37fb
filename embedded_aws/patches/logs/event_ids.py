"""Unique log event ids: moto counts from zero after each start."""

import time

from moto.logs.models import LogEvent


def install() -> None:
    """Start the count above those of all earlier runs on this machine."""
    LogEvent._event_id = time.time_ns()  # noqa: SLF001 - moto's counter
