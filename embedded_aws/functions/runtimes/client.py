"""AWS's runtime interface client for Python, installed once per version beside the local data."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from embedded_aws.config import FOLDER
from embedded_aws.functions.runtimes.interpreters import uv

LOCK = FOLDER / "requirements" / "runtime.txt"


class RuntimeInstallError(Exception):
    """awslambdaric could not be installed."""


def ensure_runtime(folder: Path, python: str = sys.executable) -> Path:
    """The folder with awslambdaric in its locked version, installed if it is missing."""
    lock = LOCK.read_text(encoding="utf-8")
    if _is_installed(folder, lock):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".installing-") as scratch:
        _install(Path(scratch, "runtime"), python)
        Path(scratch, "runtime", ".locked").write_text(lock, encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            Path(scratch, "runtime").rename(folder)
        except OSError:
            if not _is_installed(folder, lock):  # otherwise another process was quicker
                raise
    return folder


def _is_installed(folder: Path, lock: str) -> bool:
    stamp = folder / ".locked"
    return stamp.exists() and stamp.read_text(encoding="utf-8") == lock


def _install(folder: Path, python: str) -> None:
    options = ["--quiet", "--require-hashes", "--python", python, "--target", str(folder)]
    command = [uv(), "pip", "install", *options, "-r", str(LOCK)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeInstallError(
            "awslambdaric could not be installed; is a package index reachable?\n" + done.stderr
        )
