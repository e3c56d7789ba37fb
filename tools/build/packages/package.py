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

from tools.build.packages.code import ROOT, own_modules
from tools.build.packages.entry import ALL, ENTRY, LEVERS, Lever, entry_of, modules_of
from tools.build.packages.levers.index import INDEX
from tools.build.packages.levers.texts import TEXTS
from tools.build.packages.prune import prune
from tools.build.packages.usage import Usage, usage_of
from tools.command import CommandError

BUILD = Path(".build")
LOCAL = "local"
"""This machine."""
# Lambda's Amazon Linux 2023 has glibc 2.34.
PLATFORMS = {"arm64": "aarch64-manylinux_2_28", "x86_64": "x86_64-manylinux_2_28", LOCAL: None}
NOT_IDLE = {"__init__", "main", ENTRY}
"""Modules that do something when they are imported, or are with others that are."""
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


def build(
    service: str,
    platform: str,
    root: Path = ROOT,
    target: Path = BUILD,
    without: frozenset[Lever] = frozenset(),
) -> Package:
    """The service's package for the platform, built only when something changed."""
    began = time.monotonic()
    modules = own_modules(service, root)
    lock = root / "requirements" / f"{service}.txt"
    if not lock.exists():
        raise CommandError(
            f"{lock} does not exist; write requirements/{service}.in and run `make lock`."
        )
    levers = ALL - without
    usage = usage_of(modules, root)
    path = target / "packages" / platform / f"{_named_apart(service, without)}.zip"
    layer_key = _layer_key(lock, platform, usage, levers)
    names = [each.encode() for each in sorted(levers)]
    key = _hash(layer_key.encode(), *names, *(_named(root, each) for each in modules))
    stamp = path.with_suffix(".inputs")
    fresh = not (path.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == key)
    if fresh:
        layer = _dependencies(lock, platform, usage, levers, target)
        local = _dependencies(lock, LOCAL, usage, levers, target)
        with tempfile.TemporaryDirectory() as scratch:
            code = Path(scratch)
            _copy_code(service, levers, modules, root, code)
            _assemble(layer, local, code, levers, path)
        stamp.write_text(key, encoding="utf-8")
    return _described(service, path, time.monotonic() - began, fresh=fresh)


def _named_apart(service: str, without: frozenset[Lever]) -> str:
    """A file name of its own for a package without a lever: the whole one is deployed."""
    return "-without-".join(filter(None, (service, "-".join(sorted(without)))))


def _builder() -> bytes:
    """The other inputs of the bytes: this builder's code and the interpreter."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    return b"".join(path.read_bytes() for path in sources) + sys.version.encode()


def _named(root: Path, path: Path) -> bytes:
    return str(path).encode() + b"\0" + (root / path).read_bytes()


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


OF_LAYERS = frozenset({Lever.BYTECODE, Lever.BOTOCORE_DATA})
"""Levers that change the dependencies."""


def _layer_key(lock: Path, platform: str, usage: Usage, levers: frozenset[Lever]) -> str:
    names = [each.encode() for each in sorted(levers & OF_LAYERS)]
    return _hash(lock.read_bytes(), platform.encode(), usage.key(), _builder(), *names)


def _dependencies(
    lock: Path, platform: str, usage: Usage, levers: frozenset[Lever], target: Path
) -> Path:
    """The locked dependencies, pruned and compiled; cached until the lock changes."""
    folder = target / "dependencies" / _layer_key(lock, platform, usage, levers)[:32]
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        _run(
            _install(lock, platform, scratch), f"the dependencies in {lock} could not be installed"
        )
        prune(scratch, usage, botocore_data=Lever.BOTOCORE_DATA in levers)
        if Lever.BYTECODE in levers:
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


def _compile_texts(layer: Path, code: Path, target: Path) -> None:
    """The table of levers/texts.py; only main.py and the entry do anything when imported."""
    script = [sys.executable, "-I", "-S", str(Path(__file__).with_name("texts.py"))]
    modules = (path.relative_to(code).with_suffix("") for path in sorted(code.rglob("*.py")))
    named = [".".join(each.parts) for each in modules if each.name not in NOT_IDLE]
    note = [*script, "note", str(target), str(layer), str(code), "--", *named]
    _run(note, "the code cannot be imported")
    _run([*script, "compile", str(target)], "the texts do not compile")


def _run(command: list[str], failure: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{failure}:\n{done.stderr.strip()}")


def _copy_code(
    service: str, levers: frozenset[Lever], modules: list[Path], root: Path, code: Path
) -> None:
    """Copy our modules, the levers' and the entry."""
    sources = {module: root / module for module in modules}
    sources |= {Path(LEVERS.name, path.name): path for path in modules_of(levers)}
    for module, source in sources.items():
        (code / module).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, code / module)
    (code / ENTRY).with_suffix(".py").write_text(entry_of(service, levers), encoding="utf-8")
    if Lever.BYTECODE in levers:
        _compile(code)


def _assemble(layer: Path, local: Path, code: Path, levers: frozenset[Lever], target: Path) -> None:
    """Zip dependencies and code: sorted entries, one time, one mode.

    `local` are the same dependencies for this machine, where the code can be imported.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    entries = {
        str(path.relative_to(base)): path
        for base in (layer, code)
        for path in base.rglob("*")
        if path.is_file()
    }
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        if Lever.INDEX in levers:
            entries[INDEX] = Path(scratch, INDEX)
            entries[INDEX].write_text("".join(_indexed(entries)), encoding="utf-8")
        if Lever.TEXTS in levers:
            entries[TEXTS] = Path(scratch, TEXTS)
            _compile_texts(local, code, entries[TEXTS])
        built = Path(scratch, "package.zip")
        with zipfile.ZipFile(built, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
            for name in sorted(entries):
                package.writestr(_entry(name), entries[name].read_bytes())
        built.replace(target)


def _indexed(names: Iterable[str]) -> Iterator[str]:
    """A line for each module, for the finder of levers/index.py."""
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
