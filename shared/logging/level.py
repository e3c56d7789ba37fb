"""The log level of a running function: changed and sampled without a deployment.

A parameter has the level, and the share of requests that are logged at DEBUG: `INFO 0.01`.
"""

import logging
import random
import time
from collections.abc import Callable

from botocore.config import Config

from shared import aws
from shared.logging import Logger

FIRST_SECONDS, EVERY_SECONDS = 5.0, 60.0
QUICK = Config(connect_timeout=0.5, read_timeout=1, retries={"total_max_attempts": 1})


class LogLevel:
    """Reads the configured level soon after the cold start, never in it, and then once a minute."""

    def __init__(
        self,
        level: str,
        read: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._level, self._share = level, 0.0
        self._read = read
        self._clock = clock
        self._chance = chance
        self._next = clock() + FIRST_SECONDS

    def apply(self, logger: Logger) -> None:
        """Set the logger's level for this request; an unreadable parameter changes nothing."""
        if self._clock() >= self._next:
            self._next = self._clock() + EVERY_SECONDS
            self._refresh(logger)
        sampled = self._share and self._chance() < self._share
        target = "DEBUG" if sampled else self._level
        # Setting it makes `logging` forget what every logger lets through: 3 % of a request.
        if logging.getLevelName(logger.log_level) != target:
            logger.setLevel(target)

    def _refresh(self, logger: Logger) -> None:
        try:
            level, _, share = self._read().partition(" ")
            if level not in logging.getLevelNamesMapping():
                raise ValueError(f"{level} is no level")
            self._share = float(share or 0)
        except Exception:
            logger.warning("the log level could not be read", exc_info=True)
            return
        self._level = level


def from_parameter(
    level: str, environment: str, service: str, clock: Callable[[], float] = time.monotonic
) -> LogLevel:
    """The level in the service's parameter, `level` until it has been read."""

    def read() -> str:
        name = f"/{environment}/log-levels/{service}"
        response = aws.client("ssm", config=QUICK).get_parameter(Name=name)
        return str(response["Parameter"]["Value"])

    return LogLevel(level, read, clock)
