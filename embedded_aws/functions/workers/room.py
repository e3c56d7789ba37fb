"""Room for workers: how many processes this machine holds, and how many requests run at once."""

import os

import psutil

from embedded_aws.functions.model import ACCOUNT_CONCURRENCY

WORKER_BYTES = 128 * 1024 * 1024
"""Twice what a small Python function takes."""
FEWEST_WORKERS = 32
SETTING = "LAMBDA_CONCURRENCY"


class ConcurrencyError(Exception):
    """The environment variable is no number of requests."""


def room_for_workers() -> int:
    """As many as this machine's memory holds, never more than an account runs at once."""
    fitting = psutil.virtual_memory().total // WORKER_BYTES
    return max(FEWEST_WORKERS, min(ACCOUNT_CONCURRENCY, int(fitting)))


def account_concurrency() -> int:
    """AWS's default for an account and region, unless LAMBDA_CONCURRENCY says otherwise."""
    text = os.environ.get(SETTING) or str(ACCOUNT_CONCURRENCY)
    if not text.isdecimal() or int(text) < 1:
        raise ConcurrencyError(f"{SETTING} is {text!r}; give the requests that may run at once.")
    return int(text)
