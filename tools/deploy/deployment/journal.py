"""The journal of a place's deployments, stored beside its states, so that a run can resume."""

import json
import threading
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from botocore.exceptions import BotoCoreError, ClientError

from tools.deploy.where.place import Place


class Journal(Protocol):
    """Records finished steps; a run is unfinished until it ends."""

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        """Whether the step was done with these inputs and this outcome."""

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """Record that the step is done."""

    def end(self) -> None:
        """Mark the run as finished."""


class NoJournal:
    """A journal that remembers nothing: every run does every step."""

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        """False."""
        del step, inputs, outcome
        return False

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """Record nothing."""

    def end(self) -> None:
        """Record nothing."""


class PlaceJournal:
    """An object in the state bucket, which the next deployment reads.

    A run resumes an unfinished one: it skips the finished steps. With `trusting`, it skips the
    finished steps of any run.
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
        """Whether the step was done with these inputs and this outcome."""
        with self._lock:
            self._begin()
            done = self._done.get(step)
        if done is None or done["inputs"] != inputs:
            return False
        if not self._trusting and done["run"] != self._run:
            return False
        return done["outcome"] == outcome()

    def keep(self, step: str, inputs: str, outcome: str) -> None:
        """Write at once: the next step may fail."""
        with self._lock:
            self._begin()
            self._done[step] = {"inputs": inputs, "outcome": outcome, "run": self._run}
            self._write(self._run)

    def end(self) -> None:
        """Mark the run as finished: the next one starts from the first step."""
        with self._lock:
            if self._run:
                self._write("")

    def _begin(self) -> None:
        """Read the journal when it is first needed: an earlier step may start the AWS."""
        if not self._run:
            before = self._read()
            self._done = before.get("done", {})
            self._run = before.get("unfinished") or uuid.uuid4().hex

    def _read(self) -> dict[str, Any]:
        """The stored journal; empty without a bucket, because a journal must fail no deployment."""
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
