"""`wrk` as a measuring instrument."""

import re
import subprocess
from dataclasses import dataclass

from tools.command import CommandError

TIMEOUT = "30s"
"""A machine that is busy with other work makes requests late, not wrong."""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}


@dataclass(frozen=True)
class Measured:
    """What wrk found for one URL."""

    p50_ms: float
    p99_ms: float
    rate: float
    requests: int


def wrk(url: str, connections: int, seconds: int) -> Measured:
    """Ask for the URL over so many connections for so long."""
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--timeout",
        TIMEOUT,
        "--latency",
        url,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "Socket errors" in done.stdout:
        raise CommandError(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return parsed(done.stdout)


def parsed(printed: str) -> Measured:
    """Read wrk's report; CommandError when a figure is missing."""
    return Measured(
        _latency(printed, "50%"),
        _latency(printed, "99%"),
        float(_found(r"Requests/sec:\s+([\d.]+)", printed)[1]),
        int(_found(r"(\d+) requests in", printed)[1]),
    )


def _latency(printed: str, percentile: str) -> float:
    found = _found(rf"\s{percentile}\s+([\d.]+)(us|ms|s|m)\b", printed)
    return float(found[1]) * UNITS[found[2]]


def _found(pattern: str, printed: str) -> re.Match[str]:
    found = re.search(pattern, printed)
    if found is None:
        raise CommandError(f"wrk printed no such report: {printed}")
    return found
