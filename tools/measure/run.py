"""Rounds of measurements, every subject in each, so that all share the machine's noise."""

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embedded_aws import ensure_runtime
from tools.build.packages import compile as compiler
from tools.measure.cold import environment_of, start
from tools.measure.goals import pairs
from tools.measure.stub import DynamoStub
from tools.measure.subjects import PLACE, Subject
from tools.measure.turns import Group, groups, in_turn
from tools.measure.warm_run import plan_of, warm

EVENTS = Path(__file__).with_name("events.json")
WARM_EVERY = 3
"""Warm requests of those without a goal, which take longer than starts: once in so many rounds."""
READ = "GET"
Events = Mapping[str, Any]
Figures = dict[str, float]
Samples = dict[str, dict[str, list[float]]]
"""Of each subject, of each figure, what was measured."""


@dataclass
class Measured:
    """Samples of each subject, and of each pair that was measured side by side."""

    samples: Samples = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    beside: dict[frozenset[str], list[dict[str, Figures]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def note(self, group: dict[str, Figures]) -> None:
        """Record the figures of one group, by the names of its subjects."""
        for name, figures in group.items():
            for figure, value in figures.items():
                self.samples[name][figure].append(value)
        if len(group) > 1:
            self.beside[frozenset(group)].append(group)

    def both(self, ours: str, other: str, figure: str) -> list[tuple[float, float]]:
        """The pairs of this figure, one for each time that the two were measured side by side."""
        records = self.beside[frozenset({ours, other})]
        return [
            (each[ours][figure], each[other][figure]) for each in records if figure in each[ours]
        ]


@dataclass(frozen=True)
class Bench:
    """Starts functions and sends them events."""

    runtime: Path
    endpoint: str
    requests: int

    async def cold(self, group: Group) -> dict[str, Figures]:
        """One cold start of each subject, one right after the other."""
        return {subject.name: await self._start(subject) for subject in group}

    async def warm(self, group: Group) -> dict[str, Figures]:
        """Warm requests of each subject, in turn, without and with the database."""
        by_subject: dict[str, Figures] = {subject.name: {} for subject in group}
        for database, suffix in ((False, "no_database"), (True, "database")):
            for subject in group:
                for route, microseconds in (await self._ask(subject, database=database)).items():
                    by_subject[subject.name][f"warm_{route.lower()}_{suffix}_us"] = microseconds
        return by_subject

    async def _start(self, subject: Subject) -> Figures:
        # A read: a first order asks the catalog too, which the references do not.
        routes = _events(subject)
        first = json.dumps(routes.get(READ) or next(iter(routes.values()))).encode()
        one = await start(subject, environment_of(subject, self.runtime, self.endpoint), first)
        return {
            "cold_cpu_ms": one.cpu_ms,
            "cold_wall_ms": one.wall_ms,
            "memory_mb": one.memory_mb,
        }

    async def _ask(self, subject: Subject, *, database: bool) -> Figures:
        stub = self.endpoint.removeprefix("http://")
        plan = plan_of(subject, _events(subject), self.requests, stub, database=database)
        return await warm(subject, environment_of(subject, self.runtime, self.endpoint), plan)


async def measure(
    subjects: list[Subject], rounds: int, requests: int, say: Callable[[str], None]
) -> Measured:
    """Cold starts in all rounds; warm requests where a goal needs them, others in some rounds."""
    server = await asyncio.get_running_loop().create_server(DynamoStub, "127.0.0.1", 0)
    endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    bench = Bench(compiled_runtime(), endpoint, requests)
    started = groups(subjects, pairs(warm=False))
    warmed = groups([each for each in subjects if READ in _events(each)], pairs(warm=True))
    measured = Measured()
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for group in in_turn(started, number):
            measured.note(await bench.cold(group))
        for group in in_turn(warmed, number):
            if len(group) > 1 or number % WARM_EVERY == 0:
                measured.note(await bench.warm(group))
    server.close()
    return measured


def compiled_runtime() -> Path:
    """AWS's runtime client, compiled as in Lambda."""
    folder = ensure_runtime(PLACE / "runtime")
    script = str(Path(compiler.__file__))
    subprocess.run([sys.executable, "-I", script, str(folder)], check=True)
    return folder.resolve()


def _events(subject: Subject) -> Events:
    whole: dict[str, Events] = json.loads(EVENTS.read_text(encoding="utf-8"))
    return whole[subject.service]
