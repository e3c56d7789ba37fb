"""What AWS's Python runtime brings itself, installed once beside the local data."""

import shutil
import subprocess
import sys
from pathlib import Path

LOCK = Path(__file__).parents[3] / "requirements" / "runtime.txt"


class RuntimeInstallError(Exception):
    """awslambdaric could not be installed."""


def ensure_runtime(folder: Path) -> Path:
    """The folder with awslambdaric in its locked version; installs it when it is missing."""
    stamp = folder / ".locked"
    wanted = LOCK.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run(_install(folder), check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeInstallError(
            "awslambdaric could not be installed; is a package index reachable?\n" + done.stderr
        )
    stamp.write_text(wanted, encoding="utf-8")
    return folder


def _install(folder: Path) -> list[str]:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    options = ["--quiet", "--require-hashes", "--python", sys.executable]
    return [uv, "pip", "install", *options, "--target", str(folder), "-r", str(LOCK)]
