"""Limits of workers: processes by this machine's memory, and concurrent executions."""

import os

import psutil

from embedded_aws.functions.model import ACCOUNT_CONCURRENCY

WORKER_BYTES = 128 * 1024 * 1024
"""Twice what a small Python function takes."""
FEWEST_WORKERS = 32
SETTING = "LAMBDA_CONCURRENCY"


class ConcurrencyError(Exception):
    """The environment variable is not a number."""


def room_for_workers() -> int:
    """The number of workers that fit into memory, at most the account's concurrency."""
    fitting = psutil.virtual_memory().total // WORKER_BYTES
    return max(FEWEST_WORKERS, min(ACCOUNT_CONCURRENCY, int(fitting)))


def account_concurrency() -> int:
    """The account's concurrency: LAMBDA_CONCURRENCY, else AWS's default."""
    text = os.environ.get(SETTING) or str(ACCOUNT_CONCURRENCY)
    if not text.isdecimal() or int(text) < 1:
        raise ConcurrencyError(f"{SETTING} is {text!r}; give the requests that may run at once.")
    return int(text)
