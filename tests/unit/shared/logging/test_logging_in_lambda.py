"""A logger in a process with Lambda's logging set-up, which lets every level through."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

from shared.logging import make_logger

ROOT = Path(__file__).parents[4]
PROGRAM = """
import logging, os
logging.getLogger().setLevel("DEBUG")  # as Lambda's runtime does
from shared.logging import make_logger
logger = make_logger("parcels", "INFO")
print(logging.getLevelName(logger.log_level), logging.getLogger("botocore").getEffectiveLevel())
"""
IN_LAMBDA = {
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
}
CLIENT = """
import logging
logging.basicConfig(level="DEBUG")  # as Lambda's runtime does
from shared.aws import LimitedClients
LimitedClients().client("dynamodb")
"""


def test_the_sdk_logs_nothing_of_a_cold_start_that_makes_its_clients_first() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLIENT],
        cwd=ROOT,
        env=os.environ | IN_LAMBDA,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""


def test_a_log_that_lambda_filters_nothing_of_has_our_levels() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "AWS_LAMBDA_LOG_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["INFO", "30"]


def test_a_message_stays_text_where_it_looks_like_json() -> None:
    formatter = make_logger("texts", "INFO").registered_formatter
    record = logging.LogRecord("texts", logging.INFO, "f.py", 1, '{"a": 1}', None, None)

    line = json.loads(formatter.format(record))

    assert line["message"] == '{"a": 1}'
