"""The references: our routes in other common styles, installed from locks of their own."""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.build.packages import compile as compiler
from tools.command import CommandError

COMPILER = Path(compiler.__file__)
BARE = "boto3"
# Their own packagers leave these out; `pip install --target` brings the whole workbench.
WORKBENCH = {
    "chalice": (
        *("_yaml", "ansicon", "blessed", "click", "editor", "inquirer", "jinxed", "packaging"),
        *("pip", "readchar", "runs", "setuptools", "wcwidth", "wheel", "xmod", "yaml"),
        *("_distutils_hack", "pkg_resources", "chalice/cli", "chalice/deploy"),
    )
}


def installed(reference: Path, place: Path, *, compiled: bool) -> Path:
    """The reference in a folder of its own, ready to run; rebuilt when its lock or code changed."""
    name, lock = reference.name, reference / "requirements.txt"
    sources = _sources(reference)
    digest = hashlib.sha256(lock.read_bytes() + b"".join(path.read_bytes() for path in sources))
    kind = "compiled" if compiled else "plain"
    folder = place / f"{name}-{kind}-{digest.hexdigest()[:16]}"
    if folder.exists():
        return folder
    place.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=place, prefix=".installing-"))
    try:
        _install(lock, scratch)
        _leave_out(scratch, WORKBENCH.get(name, ()))
        for path in sources:
            shutil.copyfile(path, scratch / path.name)
        if compiled:
            _run([sys.executable, "-I", str(COMPILER), str(scratch)], f"{name} does not compile")
        (scratch / ".zipped").write_text(str(_zipped_bytes(scratch)), encoding="utf-8")
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _sources(reference: Path) -> list[Path]:
    """The reference's own modules and those in `common`, which the bare one does without."""
    folders = [reference] if reference.name == BARE else [reference, reference.with_name("common")]
    return sorted(path for folder in folders for path in folder.glob("*.py"))


def _install(lock: Path, target: Path) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [uv, "pip", "install", "--quiet", "--require-hashes", "--no-deps", "--link-mode=copy"]
    command += ["--python", sys.executable, "--target", str(target), "-r", str(lock)]
    _run(command, f"the packages in {lock} could not be installed; is a package index reachable?")


def _leave_out(folder: Path, names: tuple[str, ...]) -> None:
    for name in ("bin", *names):
        for path in folder.glob(name):
            shutil.rmtree(path)


def _run(command: list[str], failure: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{failure}\n{done.stderr.strip()}")


def _zipped_bytes(folder: Path) -> int:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            package.write(path, path.relative_to(folder))
    return buffer.getbuffer().nbytes
