"""Garbage collection around a start, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[5]
PROGRAM = """
import gc
from tools.build.packages.levers import garbage
garbage.begin("")
print(gc.isenabled())
garbage.end()
print(gc.isenabled(), gc.get_freeze_count() > 0)
"""


def test_garbage_is_collected_only_once_the_start_is_over() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "True", "True"]
