"""The Python interpreters of this machine: on PATH, of pyenv, of uv."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROBE = "import sys; print('%d.%d' % sys.version_info[:2], getattr(sys, '_base_executable', ''))"
PROBE_SECONDS = 10


def own_version() -> str:
    """The Python version of this process, such as `3.13`."""
    return "{}.{}".format(*sys.version_info[:2])


def base_python() -> str:
    """The interpreter beneath the virtual environment, if any."""
    return getattr(sys, "_base_executable", sys.executable)


def interpreter(version: str) -> str | None:
    """The first working interpreter of that version; None without one."""
    if version == own_version():
        return base_python()
    matches = (_base_of(candidate, version) for candidate in _candidates(version))
    return next(filter(None, matches), None)


def _candidates(version: str) -> Iterator[str]:
    """Possible interpreters; without pyenv's slow shims, whose targets are listed anyway."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    plain = [folder for folder in folders if folder and Path(folder) != pyenv / "shims"]
    yield from filter(None, (shutil.which(name, path=folder) for folder in plain))
    yield from map(str, sorted(pyenv.glob(f"versions/{version}.*/bin/{name}"), reverse=True))
    if path := _answer([uv(), "python", "find", "--no-project", "--no-python-downloads", version]):
        yield path


def _base_of(candidate: str, version: str) -> str | None:
    """The interpreter's own path, if it is of that version."""
    actual, _, base = (_answer([candidate, "-I", "-c", PROBE]) or "").partition(" ")
    return (base or candidate) if actual == version else None


def _answer(command: list[str]) -> str | None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else done.stdout.strip()


def uv() -> str:
    """The uv of this environment, or the one on PATH."""
    return shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
