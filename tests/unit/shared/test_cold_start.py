"""The start of a function, in a process of its own."""

import os
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

QUIET = """
import logging, os
logging.getLogger().setLevel("DEBUG")  # as Lambda's runtime does
from shared import cold_start
from shared.logging import make_logger
logger = make_logger("orders", "INFO")
print(logging.getLevelName(logger.log_level), logging.getLogger("botocore").getEffectiveLevel())
"""


def test_garbage_is_collected_only_once_the_start_is_over() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "True", "True"]


def test_a_log_that_lambda_filters_nothing_of_has_our_levels() -> None:
    done = subprocess.run(
        [sys.executable, "-c", QUIET],
        cwd=ROOT,
        env={**os.environ, "AWS_LAMBDA_LOG_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["INFO", "30"]
