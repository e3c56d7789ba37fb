"""The start of a function, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROGRAM = """
import gc
from shared import cold_start
print(gc.isenabled())
cold_start.done()
print(gc.isenabled(), gc.get_freeze_count() > 0)
"""


def test_garbage_is_collected_only_once_the_start_is_over() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "True", "True"]
