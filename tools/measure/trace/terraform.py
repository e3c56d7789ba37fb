"""One run of Terraform under a trace: its processor time, its phases and its resources."""

import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import IO

from tools.measure.trace import record

# Lines of Terraform's own log that begin a phase.
PHASES = {
    "Terraform version: ": "start",
    "backend-s3.aws-base: Resolving": "state",
    "Retrieved caller identity from STS": "provider's checksum",
    "backend/local: starting": "state",
    "created provider logger": "provider and schema",
    "walk: walkValidate": "validate",
    "walk: walkPlan": "refresh and plan",
    "walk: walkApply": "apply",
    "walk: walkImport": "import",
    "walk: walkDestroy": "destroy",
}
_STAMP = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z ")
_BEGUN = re.compile(r"^(\S+): (Creating|Modifying|Destroying|Reading|Refreshing state)\.\.\.")
_DONE = re.compile(r"^(\S+): (?:Creation|Modifications|Destruction|Read) complete after")


def run(
    command: Sequence[str],
    environment: Mapping[str, str],
    name: str,
    say: Callable[[str], None] | None = None,
    files: Iterable[IO[str]] = (),
) -> "subprocess.CompletedProcess[str]":
    """Run Terraform and return its output; record its phases and resources under a trace.

    `say` gets each line of its output as it comes; Terraform keeps the files open, too.
    """
    place, inherited = record.folder(), [each.fileno() for each in files]
    if place is None and say is None:
        return subprocess.run(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            pass_fds=inherited,
        )
    began = time.time()
    log = (place or Path()) / f"{name.replace('/', '-').replace(' ', '-')}-{began:.3f}.log"
    with subprocess.Popen(
        command,
        env={**environment, **(_logging(name, log) if place else {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=inherited,
    ) as process:
        printed, errors = _both(process, say)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    ended = time.time()
    cpu = usage.ru_utime + usage.ru_stime
    record.write("terraform", name, began, ended, cpu=cpu, phases=_phases(log, began, ended))
    for address, action, since, until in _resources(printed):
        record.write("resource", address, since, until, action=action, run=name)
    output = "".join(line for _, line in printed)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def _logging(name: str, log: Path) -> dict[str, str]:
    """Terraform's own log, without its provider's."""
    return {**caller(name), "TF_LOG_CORE": "DEBUG", "TF_LOG_PATH": str(log.resolve())}


def caller(name: str) -> dict[str, str]:
    """A name in the requests of the provider; nothing when the command is not traced."""
    if record.folder() is None:
        return {}
    return {"TF_APPEND_USER_AGENT": f"caller/{name.replace(' ', ':')}"}


def _both(
    process: "subprocess.Popen[str]", say: Callable[[str], None] | None
) -> tuple[list[tuple[float, str]], str]:
    """Each output line with its time, and the complete error output."""
    errors: list[str] = []
    assert process.stdout is not None  # noqa: S101 - both are pipes
    assert process.stderr is not None  # noqa: S101
    reader = threading.Thread(target=lambda: errors.extend(process.stderr or ()), daemon=True)
    reader.start()
    printed = []
    for line in process.stdout:
        printed.append((time.time(), line))
        if say:
            say(line.rstrip())
    reader.join()
    return printed, "".join(errors)


def _phases(log: Path, began: float, ended: float) -> list[tuple[str, float]]:
    """The seconds of each phase, in order; consecutive parts of a phase are one."""
    marks = [("start", began)]
    if log.exists():
        marks += _marks(log.read_text(encoding="utf-8", errors="replace").splitlines())
    phases: list[tuple[str, float]] = []
    for (phase, since), (_, until) in pairwise([*marks, ("", ended)]):
        if phases and phases[-1][0] == phase:
            phases[-1] = (phase, phases[-1][1] + until - since)
        else:
            phases.append((phase, until - since))
    return phases


def _marks(lines: Iterable[str]) -> Iterator[tuple[str, float]]:
    walking = False
    for line in lines:
        stamp = _STAMP.match(line)
        phase = next((phase for words, phase in PHASES.items() if words in line), None)
        # While a graph is walked the provider starts once more, which is part of the walk.
        if stamp is None or phase is None or (walking and "walk: " not in line):
            continue
        walking = "walk: " in line
        yield phase, _seconds(stamp[1])


def _seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp + "+00:00").timestamp()


def _resources(
    printed: Iterable[tuple[float, str]],
) -> Iterator[tuple[str, str, float, float]]:
    """Each resource that was created, changed or read, from its first line to its last."""
    begun: dict[str, tuple[str, float]] = {}
    for moment, line in printed:
        if start := _BEGUN.match(line):
            begun[start[1]] = (start[2], moment)
        elif (end := _DONE.match(line)) and end[1] in begun:
            action, since = begun.pop(end[1])
            yield end[1], action, since, moment
