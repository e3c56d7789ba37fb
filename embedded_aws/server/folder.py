"""The folder of an embedded AWS: one server at a time."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from embedded_aws.config import LocalConfig


class StartError(Exception):
    """The embedded AWS cannot start; the message says why and what to do."""


@contextlib.contextmanager
def alone(config: LocalConfig) -> Iterator[None]:
    """Lock the folder: two servers in one folder would overwrite each other's data."""
    with config.pid.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StartError(
                f"Another embedded AWS runs on {config.directory}; end it with `make down`."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
