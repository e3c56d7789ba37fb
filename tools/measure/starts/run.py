"""Rounds of measurements, every subject in each, so that all share the machine's noise."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embedded_aws import ensure_runtime
from tools.build.packages import compile as compiler
from tools.measure.starts.cold import environment_of, start
from tools.measure.starts.goals import Goal, pairs
from tools.measure.starts.stub import listening
from tools.measure.starts.subjects import PLACE, Subject
from tools.measure.starts.turns import Group, groups, in_turn
from tools.measure.starts.warm_run import plan_of, warm

WARM_EVERY = 3
"""Warm requests of those without a goal, which take longer than starts: once in so many rounds."""
READ = "GET"
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
        # A read: a write may call other services, which the references do not.
        event = subject.events.get(READ) or next(iter(subject.events.values()))
        async with listening(subject.answers) as endpoint:
            environment = environment_of(subject, self.runtime, endpoint)
            one = await start(subject, environment, json.dumps(event).encode())
        return {
            "cold_cpu_ms": one.cpu_ms,
            "cold_wall_ms": one.wall_ms,
            "memory_mb": one.memory_mb,
        }

    async def _ask(self, subject: Subject, *, database: bool) -> Figures:
        async with listening(subject.answers) as endpoint:
            stub = endpoint.removeprefix("http://")
            plan = plan_of(subject, self.requests, stub, database=database)
            return await warm(subject, environment_of(subject, self.runtime, endpoint), plan)


async def measure(
    subjects: list[Subject],
    goals: Sequence[Goal],
    rounds: int,
    requests: int,
    say: Callable[[str], None],
) -> Measured:
    """Cold starts in all rounds; warm requests where a goal needs them, others in some rounds."""
    bench = Bench(compiled_runtime(), requests)
    started = groups(subjects, pairs(goals, warm=False))
    warmed = groups([each for each in subjects if READ in each.events], pairs(goals, warm=True))
    measured = Measured()
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for group in in_turn(started, number):
            measured.note(await bench.cold(group))
        for group in in_turn(warmed, number):
            if len(group) > 1 or number % WARM_EVERY == 0:
                measured.note(await bench.warm(group))
    return measured


def compiled_runtime() -> Path:
    """AWS's runtime client, compiled as in Lambda."""
    folder = ensure_runtime(PLACE / "runtime")
    script = str(Path(compiler.__file__))
    subprocess.run([sys.executable, "-I", script, str(folder)], check=True)
    return folder.resolve()
