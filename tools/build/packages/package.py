"""Builds a service's package: locked dependencies and our code, compiled, in one fixed zip."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.compiled_texts import TEXTS
from shared.module_index import INDEX
from tools.build.packages.code import ROOT, own_modules
from tools.build.packages.prune import prune
from tools.build.packages.usage import Usage, usage_of
from tools.command import CommandError

BUILD = Path(".build")
LOCAL = "local"
"""This machine."""
# Lambda's Amazon Linux 2023 has glibc 2.34.
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28", LOCAL: None}
TEXTS_READER = Path("shared/compiled_texts.py")
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can hold."""


@dataclass(frozen=True)
class Package:
    """A built package."""

    service: str
    path: Path
    sha256: str
    zipped_bytes: int
    unzipped_bytes: int
    seconds: float
    fresh: bool


def build(service: str, platform: str, root: Path = ROOT, target: Path = BUILD) -> Package:
    """The service's package for the platform; what has not changed is not built again."""
    began = time.monotonic()
    modules = own_modules(service, root)
    lock = root / "requirements" / f"{service}.txt"
    if not lock.exists():
        raise CommandError(
            f"{lock} does not exist; write requirements/{service}.in and run `make lock`."
        )
    usage = usage_of(modules, root)
    path = target / "packages" / platform / f"{service}.zip"
    layer_key = _layer_key(lock, platform, usage)
    key = _hash(layer_key.encode(), *(_named(root, each) for each in modules))
    stamp = path.with_suffix(".inputs")
    fresh = not (path.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key)
    if fresh:
        layer = _dependencies(lock, platform, usage, target)
        local = _dependencies(lock, LOCAL, usage, target)
        _assemble(layer, local, modules, root, path)
        stamp.write_text(key, encoding="utf-8")
    return _described(service, path, time.monotonic() - began, fresh=fresh)


def _builder() -> bytes:
    """What else the bytes depend on: this builder and the interpreter."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return b"".join(path.read_bytes() for path in sources) + sys.version.encode()


def _named(root: Path, path: Path) -> bytes:
    return str(path).encode() + b"\0" + (root / path).read_bytes()


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _layer_key(lock: Path, platform: str, usage: Usage) -> str:
    return _hash(lock.read_bytes(), platform.encode(), usage.key(), _builder())


def _dependencies(lock: Path, platform: str, usage: Usage, target: Path) -> Path:
    """The locked dependencies, pruned and compiled; kept until the lock changes."""
    folder = target / "dependencies" / _layer_key(lock, platform, usage)[:32]
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        _run(
            _install(lock, platform, scratch), f"the dependencies in {lock} could not be installed"
        )
        prune(scratch, usage)
        _compile(scratch)
        scratch.rename(folder)
    except OSError:
        if not folder.exists():  # otherwise another build was quicker
            raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return folder


def _install(lock: Path, platform: str, target: Path) -> list[str]:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or "uv"
    command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "--link-mode=copy",
        "--target",
        str(target),
    ]
    command += ["--only-binary", ":all:", "--python", sys.executable, "-r", str(lock)]
    if PLATFORMS[platform]:
        command += ["--python-platform", str(PLATFORMS[platform]), "--python-version", "3.13"]
    return command


def _compile(folder: Path) -> None:
    script = Path(__file__).with_name("compile.py")
    _run([sys.executable, "-I", str(script), str(folder)], "the code does not compile")


def _compile_texts(layer: Path, code: Path, modules: list[Path], target: Path) -> None:
    """The table of shared/compiled_texts.py; only main.py does anything when it is imported."""
    script = [sys.executable, "-I", "-S", str(Path(__file__).with_name("texts.py"))]
    idle = (module for module in modules if module.name not in {"main.py", "__init__.py"})
    named = [".".join(module.with_suffix("").parts) for module in idle]
    note = [*script, "note", str(target), str(layer), str(code), "--", *named]
    _run(note, "the code cannot be imported")
    _run([*script, "compile", str(target)], "the texts do not compile")


def _run(command: list[str], failure: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{failure}:\n{done.stderr.strip()}")


def _assemble(layer: Path, local: Path, modules: list[Path], root: Path, target: Path) -> None:
    """Zip dependencies and code: sorted entries, one time, one mode.

    `local` are the same dependencies for this machine, where the code can be imported.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        code = Path(scratch, "code")
        for module in modules:
            (code / module).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / module, code / module)
        _compile(code)
        entries = {
            str(path.relative_to(base)): path
            for base in (layer, code)
            for path in base.rglob("*")
            if path.is_file()
        }
        entries[INDEX] = Path(scratch, INDEX)
        entries[INDEX].write_text("".join(_indexed(entries)), encoding="utf-8")
        if TEXTS_READER in modules:
            entries[TEXTS] = Path(scratch, TEXTS)
            _compile_texts(local, code, modules, entries[TEXTS])
        built = Path(scratch, "package.zip")
        with zipfile.ZipFile(built, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
            for name in sorted(entries):
                package.writestr(_entry(name), entries[name].read_bytes())
        built.replace(target)


def _indexed(names: Iterable[str]) -> Iterator[str]:
    """A line for each module, for the quick finder of shared/module_index.py."""
    yield from (f"{name.removesuffix('.py')}\n" for name in sorted(names) if name.endswith(".py"))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix, on every machine
    entry.external_attr = (0o100755 if name.endswith(".so") else 0o100644) << 16
    return entry


def _described(service: str, path: Path, seconds: float, *, fresh: bool) -> Package:
    content = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        unzipped = sum(each.file_size for each in package.infolist())
    return Package(
        service, path, hashlib.sha256(content).hexdigest(), len(content), unzipped, seconds, fresh
    )
