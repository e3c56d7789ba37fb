"""Log event ids that stay unique: moto counts from zero after each start."""

import time

from moto.logs.models import LogEvent


def install() -> None:
    """Let the count begin where no earlier run of this machine has been."""
    LogEvent._event_id = time.time_ns()  # noqa: SLF001 - moto's counter
