"""The modules that a cold start imports and their cost, by `python -X importtime`."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from embedded_aws import base_python
from tools.command import CommandError
from tools.measure.starts.cold import environment_of
from tools.measure.starts.subjects import Subject

# Python times only what its own import machinery was asked for: `__import__`, not importlib.
PROGRAM = """
import json, sys
from pathlib import Path
__import__(sys.argv[1])
Path(sys.argv[2]).write_text(json.dumps(sorted(sys.modules)))
"""


@dataclass(frozen=True)
class Imports:
    """The names of all modules, and (milliseconds with its own imports, name) of each new one."""

    names: tuple[str, ...]
    costs: tuple[tuple[float, str], ...]


def quickest_imports_of(subject: Subject, attempts: int = 5) -> Imports:
    """The fastest of several attempts: the one that other work disturbed least."""
    return min((imports_of(subject) for _ in range(attempts)), key=lambda imports: imports.costs[0])


def imports_of(subject: Subject) -> Imports:
    """Import the handler's module as Lambda does, in a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        names = Path(scratch, "names.json")
        module = subject.handler.rpartition(".")[0]
        done = subprocess.run(
            [base_python(), "-S", "-s", "-X", "importtime", "-c", PROGRAM, module, str(names)],
            env=environment_of(subject, Path(os.devnull), "http://127.0.0.1:1"),
            cwd=subject.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"{subject.name}: {done.stderr.strip().splitlines()[-1]}")
        modules = json.loads(names.read_text(encoding="utf-8"))
    return Imports(tuple(modules), tuple(_costs(done.stderr)))


def _costs(text: str) -> list[tuple[float, str]]:
    """Lines are `import time: self [us] | cumulative | imported package`."""
    fields = [line.split("|") for line in text.splitlines() if line.startswith("import time:")]
    return sorted(
        (
            (int(cumulative) / 1000, name.strip())
            for _, cumulative, name in fields
            if cumulative.strip().isdigit()
        ),
        reverse=True,
    )
