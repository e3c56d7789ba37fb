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
    """The figures of wrk for one URL."""

    p50_ms: float
    p99_ms: float
    rate: float
    requests: int


def wrk(url: str, connections: int, seconds: int) -> Measured:
    """Request the URL over a number of connections for some seconds."""
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
    """The figures in wrk's report; CommandError when one is missing."""
    return Measured(
        _latency(printed, "50%"),
        _latency(printed, "99%"),
        float(_match(r"Requests/sec:\s+([\d.]+)", printed)[1]),
        int(_match(r"(\d+) requests in", printed)[1]),
    )


def _latency(printed: str, percentile: str) -> float:
    match = _match(rf"\s{percentile}\s+([\d.]+)(us|ms|s|m)\b", printed)
    return float(match[1]) * UNITS[match[2]]


def _match(pattern: str, printed: str) -> re.Match[str]:
    match = re.search(pattern, printed)
    if match is None:
        raise CommandError(f"wrk printed no such report: {printed}")
    return match
