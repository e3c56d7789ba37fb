"""Deployed code on disk: unpacked once per content, read-only, shared by its workers."""

import base64
import io
import os
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path

from embedded_aws.functions.model import DeployedFunction

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""Errors of zipfile; RuntimeError for an entry encrypted or compressed in an unknown way."""


class BrokenPackageError(Exception):
    """The deployed bytes are not a zip file that can be unpacked."""


def folder_of(function: DeployedFunction, directory: Path) -> Path:
    """The folder of the function's code, unpacked if it is missing."""
    return function.overlay or _unpacked(function.code, function.code_sha256, directory)


def layer_paths(function: DeployedFunction, directory: Path) -> list[Path]:
    """The folders that its layers add to Python's path, in Lambda's order.

    Lambda unpacks all layers into one /opt, each over those before: so the last one comes first.
    """
    folders = [_unpacked(each.code, each.code_sha256, directory) for each in function.layers]
    packages = f"python/lib/{function.runtime}/site-packages"
    return [folder / name for name in (packages, "python") for folder in reversed(folders)]


def _unpacked(code: bytes, code_sha256: str, directory: Path) -> Path:
    name = base64.b64decode(code_sha256).hex()[:32] if code_sha256 else "empty"
    target = directory / name
    if not target.exists():
        _unpack(code, target)
    return target


def _unpack(code: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=target.parent, prefix=".unpacking-"))
    try:
        with zipfile.ZipFile(io.BytesIO(code)) as package:
            package.extractall(scratch)
    except UNREADABLE as error:
        shutil.rmtree(scratch, ignore_errors=True)
        raise BrokenPackageError(f"the package cannot be unpacked: {error}") from error
    make_read_only(scratch)
    try:
        scratch.rename(target)
    except OSError:  # another worker was quicker
        shutil.rmtree(scratch, ignore_errors=True)


def make_read_only(folder: Path) -> None:
    """Make the folder read-only, but not the targets of links in it."""
    for parent, _, files in os.walk(folder):
        for path in (Path(parent, name) for name in files):
            if not path.is_symlink():
                path.chmod(0o444)
        Path(parent).chmod(0o555)
