"""Writes the snapshot while the server runs and when it ends."""

import asyncio
import contextlib
import logging
import time

from embedded_aws.config import LocalConfig
from embedded_aws.state import snapshot
from embedded_aws.state.changes import generation, quiet

SETTLE_SECONDS = 2.0
"""A snapshot is taken when nothing changed for this long …"""
LATEST_SECONDS = 10.0
"""… and at the latest so long after a change."""
REST = 10
"""… but never for more than a tenth of the time: a large state is written more seldom."""
LAST_ATTEMPTS = 3
_report = logging.getLogger(__name__)


class SaveError(Exception):
    """The state could not be written; the last snapshot is untouched."""


async def save_when_settled(config: LocalConfig) -> None:
    """Save soon after changes, so that a killed server loses little."""
    saved, seen, since = generation(), generation(), time.monotonic()
    rested_at = 0.0
    while True:
        await asyncio.sleep(0.5)
        now = generation()
        if time.monotonic() < rested_at:
            continue
        if now == saved:
            seen, since = now, time.monotonic()
            continue
        waited = time.monotonic() - since
        if (now == seen and waited >= SETTLE_SECONDS) or waited >= LATEST_SECONDS:
            began = time.monotonic()
            with contextlib.suppress(SaveError):  # told in the log, and tried again
                await asyncio.to_thread(_save, config)
                saved = now
            since = time.monotonic()
            rested_at = since + REST * (since - began)
        elif now != seen:
            seen = now


async def save_at_last(config: LocalConfig) -> None:
    """Save at the end, after waiting some time for changes in progress."""
    for _ in range(LAST_ATTEMPTS - 1):
        with contextlib.suppress(SaveError):
            return await asyncio.to_thread(_save, config)
    return await asyncio.to_thread(_save, config)


def _save(config: LocalConfig) -> None:
    began = time.monotonic()
    try:
        with quiet():
            size = snapshot.save(config.snapshot)
    except Exception as error:
        _report.exception("The snapshot was not written")
        raise SaveError(
            f"The data could not be saved ({error}); {config.snapshot} is as it was before."
        ) from error
    _report.info("snapshot of %.1f MB in %.2f s", size / 1e6, time.monotonic() - began)
