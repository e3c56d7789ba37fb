"""The state on disk: snapshots, and a journal of every change since the last one."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from typing import Any

from embedded_aws import codedeploy
from embedded_aws.config import LocalConfig
from embedded_aws.endpoint import replay
from embedded_aws.state import journal, snapshot
from embedded_aws.state.changes import generation, quiet
from embedded_aws.state.journal import Journal

SETTLE_SECONDS = 2.0
"""A snapshot is taken when nothing changed for this long …"""
LATEST_SECONDS = 10.0
"""… and at the latest so long after a change."""
REST = 10
"""… but never for more than a tenth of the time: a large state is written more seldom."""
LAST_ATTEMPTS = 3
_report = logging.getLogger(__name__)


class SaveError(Exception):
    """The snapshot could not be written; the last one and its journal are untouched."""


class Saving:
    """Restores the state at the start, and saves it while the server runs."""

    def __init__(self, config: LocalConfig) -> None:
        self._config = config
        self._trouble: str | None = None
        digest = snapshot.restore(config.snapshot)
        self._journal = Journal(config.directory, digest)
        self.replayed = self._replay()
        self.restored = digest is not None or self.replayed > 0
        journal.use(self._journal)

    def _replay(self) -> int:
        """Answer the journal's requests again; returns their number."""
        replays: dict[str, Callable[[Any], None]] = {
            replay.KIND: replay.replayer(),
            codedeploy.KIND: codedeploy.replay,
        }
        count = 0
        for kind, content in self._journal.entries():
            replays[kind](content)
            count += 1
        return count

    @property
    def troubles(self) -> list[str]:
        """Sentences about what could not be written; empty when all is well."""
        return list(filter(None, (self._journal.trouble, self._trouble)))

    async def when_settled(self) -> None:
        """Save soon after changes, so that little has to be replayed."""
        saved = generation() if not self.replayed else None
        seen, since = generation(), time.monotonic()
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
                    await asyncio.to_thread(self._save)
                    saved = now
                since = time.monotonic()
                rested_at = since + REST * (since - began)
            elif now != seen:
                seen = now

    async def at_last(self) -> None:
        """Save at the end, after waiting some time for changes in progress."""
        for _ in range(LAST_ATTEMPTS - 1):
            with contextlib.suppress(SaveError):
                return await asyncio.to_thread(self._save)
        return await asyncio.to_thread(self._save)

    def _save(self) -> None:
        began = time.monotonic()
        path = self._config.snapshot
        try:
            with quiet():
                size = snapshot.save(path, self._journal.prepare)
                self._journal.begin_anew()
        except Exception as error:
            self._journal.keep_on()
            _report.exception("The snapshot was not written")
            self._trouble = f"{path} could not be written since {_clock()} ({error})"
            raise SaveError(
                f"The snapshot could not be written ({error}); {path} is as it was before."
            ) from error
        self._trouble = None
        _report.info("snapshot of %.1f MB in %.2f s", size / 1e6, time.monotonic() - began)


def _clock() -> str:
    return time.strftime("%H:%M:%S")
