"""The requests to simulate: a described load, or lines of the access log."""

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tools.command import CommandError


@dataclass(frozen=True, order=True)
class Call:
    """One request: its time (epoch seconds), consumer and method."""

    at: float
    consumer: str
    method: str


class Burst(BaseModel):
    """A number of requests at one moment, repeated."""

    model_config = ConfigDict(extra="forbid")

    size: int = Field(ge=1)
    every_seconds: float = Field(gt=0)


class Source(BaseModel):
    """The requests of one consumer to one method."""

    model_config = ConfigDict(extra="forbid")

    consumer: str
    method: str = "GET /"
    rate_per_second: float = Field(default=0, ge=0, description="Evenly spread")
    burst: Burst | None = None
    from_hour: float = Field(default=0, ge=0)
    to_hour: float | None = None

    def calls(self, begin: float, hours: float) -> Iterator[Call]:
        """The requests in order of time."""
        first = begin + self.from_hour * 3600
        last = begin + min(hours, self.to_hour if self.to_hour is not None else hours) * 3600
        steady = _every(1 / self.rate_per_second, first, last) if self.rate_per_second else ()
        bursts = _every(self.burst.every_seconds, first, last) if self.burst else ()
        size = self.burst.size if self.burst else 0
        moments = heapq.merge(steady, (moment for moment in bursts for _ in range(size)))
        return (Call(at, self.consumer, self.method) for at in moments)


class Load(BaseModel):
    """A described load."""

    model_config = ConfigDict(extra="forbid")

    begin: datetime
    hours: float = Field(gt=0, le=24 * 31)
    sources: list[Source] = Field(min_length=1)

    def calls(self) -> Iterator[Call]:
        """All requests in order of time."""
        begin = self.begin.replace(tzinfo=self.begin.tzinfo or UTC).timestamp()
        return heapq.merge(*(source.calls(begin, self.hours) for source in self.sources))


def _every(step: float, first: float, last: float) -> Iterator[float]:
    count = 0
    while (moment := first + count * step) < last:
        yield moment
        count += 1


def read_load(path: Path) -> Load:
    """The load described in a JSON file."""
    try:
        return Load.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise CommandError(f"{path} is not a load: {error}") from error


def read_trace(path: Path, names: Mapping[str, str]) -> Iterable[Call]:
    """Requests of access-log lines, in order of time; `names` are consumers by client id."""
    calls = []
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        call = _logged(line, names, f"{path}, line {number}")
        if call:
            calls.append(call)
    return sorted(calls)


def _logged(line: str, names: Mapping[str, str], place: str) -> Call | None:
    """The line's request; None without a consumer, because no usage plan applies to it."""
    if not line.strip():
        return None
    try:
        logged = json.loads(line)
        at = int(logged["request_time_epoch"]) / 1000
        datetime.fromtimestamp(at, UTC)
        verb, path, client = logged["http_method"], logged["resource_path"], logged["client_id"]
    except (ValueError, KeyError, TypeError, OverflowError, OSError) as error:
        raise CommandError(f"{place} is not a line of the access log: {error!r}") from error
    if client == "-" or path == "-":
        return None
    return Call(at, names.get(client, client), f"{verb} {path}")
