"""Rounds of measurements, every subject once in each, so that all share the machine's noise."""

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.bench.cold import environment_of, start
from tools.bench.stub import DynamoStub
from tools.bench.subjects import PLACE, Subject
from tools.bench.warm_run import plan_of, warm
from tools.build import compile as compiler
from tools.local.functions.runtime import ensure_runtime

EVENTS = Path(__file__).with_name("events.json")
WARM_EVERY = 3
"""Warm requests are steadier than starts, and take longer: so many rounds have them once."""
Events = Mapping[str, Any]
Variables = Mapping[str, str]
Noted = dict[str, list[float]]
READ = "GET"
Samples = dict[str, Noted]
"""Of each subject, of each figure, what was measured."""


async def measure(
    subjects: list[Subject], rounds: int, requests: int, say: Callable[[str], None]
) -> Samples:
    """Cold starts in all rounds, warm requests in some."""
    events = json.loads(EVENTS.read_text(encoding="utf-8"))
    runtime = compiled_runtime()
    server = await asyncio.get_running_loop().create_server(DynamoStub, "127.0.0.1", 0)
    endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    samples: Samples = defaultdict(lambda: defaultdict(list))
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for subject in subjects:
            environment = environment_of(subject, runtime, endpoint)
            routes = events[subject.service]
            noted = samples[subject.name]
            await _cold(subject, environment, routes, noted)
            if number % WARM_EVERY == 0 and READ in routes:
                await _warm(subject, environment, routes, requests, noted)
    server.close()
    return samples


def compiled_runtime() -> Path:
    """AWS's client as it is in Lambda: compiled."""
    folder = ensure_runtime(PLACE / "runtime")
    script = str(Path(compiler.__file__))
    subprocess.run([sys.executable, "-I", script, str(folder)], check=True)
    return folder.resolve()


async def _cold(subject: Subject, environment: Variables, routes: Events, noted: Noted) -> None:
    # A read: a first order asks the catalog too, which the references do not.
    first = json.dumps(routes.get(READ) or next(iter(routes.values()))).encode()
    one = await start(subject, environment, first)
    noted["cold_cpu_ms"].append(one.cpu_ms)
    noted["cold_wall_ms"].append(one.wall_ms)
    noted["memory_mb"].append(one.memory_mb)


async def _warm(
    subject: Subject, environment: Variables, routes: Events, requests: int, noted: Noted
) -> None:
    stub = environment["AWS_ENDPOINT_URL"].removeprefix("http://")
    for database, suffix in ((False, "no_database"), (True, "database")):
        plan = plan_of(subject, routes, requests, stub, database=database)
        for route, microseconds in (await warm(subject, environment, plan)).items():
            noted[f"warm_{route.lower()}_{suffix}_us"].append(microseconds)
