"""Measures README's commands from a clone to an own service that answers, in a fresh clone."""

import json
import os
import platform
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

from tools import command
from tools.command import CommandError
from tools.measure.daily.clone import Clone, remove

PLACE = Path(".build/bench-first-service")
ADDRESS = "127.0.0.1:8080"
STEPS = (
    "make up",
    "make new-service NAME=payments RESOURCE=payment"
    ' FIELDS="amount:int currency:str status:enum(pending,paid)"'
    ' QUERIES="by customer newest first"',
    "make test-python T=services/payments",
    "make deploy-payments",
    f'curl -s http://{ADDRESS}/v1/payments -H "Authorization: Bearer $(make -s token)"'
    ' -H "Idempotency-Key: 1" -H "Content-Type: application/json"'
    """ -d '{"customer": "c-17", "amount": 1250, "currency": "EUR", "status": "pending"}'""",
)
"""README's commands, as a test compares."""
CURL = 'curl() { command curl --fail-with-body "$@"; }'
"""An answer that is an error ends the measurement."""


def seconds_of(step: str, clone: Clone) -> float:
    """The seconds of the step in the clone; CommandError when it fails."""
    own = step.replace(ADDRESS, f"127.0.0.1:{clone.environment['API_PORT']}")
    began = time.monotonic()
    done = subprocess.run(
        ["bash", "-c", f"{CURL}\n{own}"],
        cwd=clone.folder,
        env=clone.environment,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"{own} in {clone.folder}:\n{done.stdout}")
    return time.monotonic() - began


def _work(_: Namespace) -> None:
    began, load = time.monotonic(), os.getloadavg()[0]
    clone = Clone.make(Path.cwd(), "HEAD", PLACE.resolve())
    seconds = {"git clone": time.monotonic() - began}
    try:
        for step in STEPS:
            seconds[step] = seconds_of(step, clone)
            print(f"{seconds[step]:6.1f} s  {step}", flush=True)
    finally:
        subprocess.run(["make", "down"], cwd=clone.folder, env=clone.environment, check=False)
    remove(clone.folder)
    print(json.dumps(_last_line(seconds, load)))


def _last_line(seconds: dict[str, float], load: float) -> dict[str, object]:
    return {
        "commands": len(seconds),
        "minutes": round(sum(seconds.values()) / 60, 1),
        "seconds": [round(each, 1) for each in seconds.values()],
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "load_before": round(load, 1),
        "date": f"{datetime.now(UTC):%F}",
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Time each command; the last line is one JSON object."""
    return command.run(command.parser("make bench-first-service", __doc__), argv, _work)


if __name__ == "__main__":
    sys.exit(main())
