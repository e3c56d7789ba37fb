"""The boto3 that Lambda's Python runtimes bring, in a folder of the runtime's own.

It is the embedded AWS's own boto3, linked: nothing is downloaded, and it is the last place that a
function's imports look at, so that a package's own version counts. Measurements of packages leave
it out: a package that lacks a dependency of its own fails its budget.
"""

import importlib.metadata
import tempfile
from functools import cache
from pathlib import Path

DISTRIBUTIONS = ("boto3", "botocore", "jmespath", "python-dateutil", "s3transfer", "six", "urllib3")
BESIDE = (".dist-info", ".egg-info")


@cache
def sdk_folder(folder: Path) -> Path:
    """The folder of links, made or mended if it has to be."""
    folder.mkdir(parents=True, exist_ok=True)
    for target in _modules():
        link = folder / target.name
        if not link.exists() or not link.samefile(target):
            _replace(link, target)
    return folder


def _modules() -> list[Path]:
    """The packages and modules that the distributions installed."""
    tops: set[Path] = set()
    for name in DISTRIBUTIONS:
        distribution = importlib.metadata.distribution(name)
        first = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
        names = (each for each in first if not each.endswith(BESIDE))
        tops |= {Path(str(distribution.locate_file(each))) for each in names}
    return sorted(tops)


def _replace(link: Path, target: Path) -> None:
    """Point the link to its target in one step: functions may be starting, several at once."""
    with tempfile.TemporaryDirectory(dir=link.parent, prefix=".linking-") as scratch:
        fresh = Path(scratch, link.name)
        fresh.symlink_to(target)
        fresh.replace(link)
