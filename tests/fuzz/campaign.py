"""A campaign: every target under Atheris, one after the other, and its crashes."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.corpora import keep
from tests.fuzz.shrinking import most_telling
from tests.fuzz.target import ROOT, Target

HOME = Path(".build/fuzz")
PACKAGES = HOME / "packages"
LONGEST_INPUT, LONGEST_SECONDS, MOST_MEGABYTES = 320, 300, 3000
_DONE = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PULSE = re.compile(r"^#(\d+)\s", re.MULTILINE)
_STOPPED = re.compile(r"ERROR: libFuzzer: (.+)")


_TOOK = re.compile(r"^Done \d+ runs in (\d+) second", re.MULTILINE)


@dataclass(frozen=True)
class Limits:
    """How long each target is fuzzed, and from which seed."""

    inputs: int
    seconds: int
    seed: int


@dataclass(frozen=True)
class Outcome:
    """The inputs and the crashes of one target."""

    target: str
    inputs: int
    seconds: int
    crashes: list[dict[str, Any]]


def fuzzed(module: str, targets: Sequence[Target], limits: Limits) -> list[Outcome]:
    """Fuzz the targets of one module, until each has had so many inputs, or so long."""
    for target in targets:
        shutil.rmtree(HOME / target.name, ignore_errors=True)
        (HOME / target.name / "corpus").mkdir(parents=True)
    options = (
        f"-runs={limits.inputs}",
        f"-max_total_time={limits.seconds}",
        f"-seed={limits.seed}",
        f"-max_len={LONGEST_INPUT}",
        f"-timeout={LONGEST_SECONDS}",
        f"-rss_limit_mb={MOST_MEGABYTES}",
        "-print_final_stats=1",
        "-len_control=20",
    )
    names = ",".join(target.name for target in targets)
    command = (sys.executable, "-m", "tests.fuzz.child", module, str(HOME.resolve()), names)
    paths = os.pathsep.join((str(PACKAGES.resolve()), str(ROOT)))
    environment = dict(os.environ) | {"PYTHONPATH": paths}
    with (HOME / f"{module}.log").open("w", encoding="utf-8") as log:
        subprocess.run((*command, *options), env=environment, stdout=log, stderr=log, check=False)
    return [_outcome(target) for target in targets]


def keep_telling(target: Target) -> None:
    """Replace the target's corpus with the most telling inputs of the campaign."""
    every = [path.read_bytes() for path in sorted((HOME / target.name / "corpus").iterdir())]
    keep(target, most_telling(target, every))


def _outcome(target: Target) -> Outcome:
    log = HOME / target.name / "fuzzer.log"
    output = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    took = _TOOK.search(output)
    return Outcome(
        target.name, _count(output), int(took[1]) if took else 0, _crashes(target, output)
    )


def _count(output: str) -> int:
    done = _DONE.search(output)
    if done:
        return int(done[1])
    return max((int(each) for each in _PULSE.findall(output)), default=0)


def _crashes(target: Target, output: str) -> list[dict[str, Any]]:
    written = HOME / target.name / "crashes.json"
    known = json.loads(written.read_text(encoding="utf-8")) if written.exists() else []
    if stopped := _STOPPED.search(output):
        known.append({"kind": stopped[1], "place": target.name, "message": "the process ended"})
    elif not _DONE.search(output):
        known.append({"kind": "no end", "place": target.name, "message": output[-300:]})
    return list(known)
