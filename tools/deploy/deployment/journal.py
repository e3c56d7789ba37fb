"""The journal of a place's deployments, beside its states: a run can go on from another."""

import json
import threading
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from tools.deploy.where.place import Place


class Journal(Protocol):
    """Remembers which steps are done; a run is unfinished until it ends."""

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        """Whether the step was done with these inputs, and left what is there now."""

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """The step is done."""

    def end(self) -> None:
        """All steps are done."""


class NoJournal:
    """Every step is done in every run."""

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        """Nothing was done before."""
        del step, inputs, outcome
        return False

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """Nothing is remembered."""

    def end(self) -> None:
        """Nothing is remembered."""


class PlaceJournal:
    """An object in the state bucket: whoever deploys next sees what was done last.

    A run goes on from an unfinished one: it skips what that run has done. With `trusting`, it
    skips whatever any run has done.
    """

    def __init__(self, place: Place, *, trusting: bool) -> None:
        self._s3 = place.client("s3")
        self._where = {
            "Bucket": place.state_bucket,
            "Key": f"{place.environment.name}/deployment.json",
        }
        self._trusting = trusting
        self._lock = threading.Lock()
        self._run = ""
        self._done: dict[str, dict[str, str]] = {}

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        """Whether the step was done with these inputs, and left what is there now."""
        with self._lock:
            self._begin()
            done = self._done.get(step)
        if done is None or done["inputs"] != inputs:
            return False
        if not self._trusting and done["run"] != self._run:
            return False
        return done["outcome"] == outcome()

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """Write it down at once: the next step may be the one that fails."""
        with self._lock:
            self._begin()
            self._done[step] = {"inputs": inputs, "outcome": outcome, "run": self._run}
            self._write(self._run)

    def end(self) -> None:
        """The next run begins anew."""
        with self._lock:
            if self._run:
                self._write("")

    def _begin(self) -> None:
        """Read what was done, when it is first asked for: the AWS may be a step's to start."""
        if not self._run:
            before = self._read()
            self._done = before.get("done", {})
            self._run = before.get("unfinished") or uuid.uuid4().hex

    def _read(self) -> dict[str, Any]:
        """Nothing where there is no bucket yet; no deployment fails because of its journal."""
        try:
            content: dict[str, Any] = json.loads(self._s3.get_object(**self._where)["Body"].read())
        except (BotoCoreError, ClientError, ValueError):
            return {}
        return content

    def _write(self, unfinished: str) -> None:
        body = json.dumps({"unfinished": unfinished, "done": self._done}).encode()
        try:
            self._s3.put_object(**self._where, Body=body, ContentType="application/json")
        except (BotoCoreError, ClientError):
            return
