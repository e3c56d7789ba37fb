"""A machine whose own time is not UTC."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """Set the machine's time zone for a while."""
    with mock.patch.dict(os.environ, {"TZ": zone}):
        time.tzset()
        yield
    time.tzset()
