"""The folder of links to the boto3 that Python runtimes bring."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from embedded_aws.functions.runtimes.sdk import DISTRIBUTIONS, sdk_folder

THREADS = 8
ROUNDS = 10


def at_once(folder: Path) -> list[Path]:
    """The answers of threads that begin in one moment, as functions of a first run do."""
    barrier = threading.Barrier(THREADS)

    def after_the_others_are_there() -> Path:
        barrier.wait()
        return sdk_folder.__wrapped__(folder)  # each of them, as if the cache were empty

    with ThreadPoolExecutor(THREADS) as pool:
        starts = [pool.submit(after_the_others_are_there) for _ in range(THREADS)]
        return [each.result() for each in starts]


def test_functions_that_start_at_once_share_the_folder(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        folder = tmp_path / str(number)

        assert at_once(folder) == [folder] * THREADS

        names = {each.name for each in folder.iterdir()}
        assert set(DISTRIBUTIONS) - {"python-dateutil", "six"} <= names
        assert not [each for each in names if each.startswith(".")]
