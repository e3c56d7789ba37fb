"""Whether a root is applied already: a digest of all that an apply reads, and of its state."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from tools.deploy.deployment.step import Footprint
from tools.deploy.terraform.root import Root
from tools.deploy.where.place import Place

CALL = re.compile(r'^\s*source\s*=\s*"(\.[^"]*)"', re.MULTILINE)
# Also what lies outside of a module's folder: "${path.module}/../../shared/levels.json".
ELSEWHERE = re.compile(r'"\$\{path\.(?:module|root)\}/((?:\.\./)+[^"$*]*)')
UNREAD = {"tests", ".terraform", "__pycache__"}

Reads = Callable[[], Any]
"""The part of AWS that an apply reads and another root or a deployment writes, as JSON."""


def footprint(
    root: Root, place: Place, variables: Callable[[], Mapping[str, Any]], reads: Reads
) -> Footprint:
    """The root's inputs and its state, as digests; in doubt the inputs differ."""

    def inputs() -> str:
        parts = [
            repr((place.name, place.region, place.environment.account_id, _program())).encode(),
            place.var_file().read_bytes(),
            json.dumps(reads(), sort_keys=True).encode(),
            *(f"{name}=".encode() + _content(text) for name, text in sorted(variables().items())),
            *_sources(root.folder),
        ]
        return _digest(parts)

    return Footprint(inputs, lambda: state_of(root, place))


def state_of(root: Root, place: Place) -> str:
    """A tag of the root's state, which every apply that changes something changes."""
    try:
        state = place.client("s3").head_object(Bucket=place.state_bucket, Key=root.state_key(place))
    except ClientError:
        return ""
    return str(state["ETag"])


def _digest(parts: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def _program() -> str:
    """Another Terraform is another file."""
    path = Path(shutil.which("terraform") or "terraform")
    about = path.stat() if path.exists() else None
    return f"{path} {about.st_size} {about.st_mtime_ns}" if about else str(path)


def _content(value: Any) -> bytes:
    """A package or contract counts by its bytes, not by its name."""
    if isinstance(value, str) and Path(value).is_file():
        return Path(value).read_bytes()
    if isinstance(value, Mapping):
        return b"".join(f"{name}=".encode() + _content(each) for name, each in value.items())
    return json.dumps(value, sort_keys=True).encode()


def _sources(folder: Path) -> Iterator[bytes]:
    """Every file that the root is made of, with its name."""
    for path in sorted(files_of(folder.resolve())):
        yield str(path).encode()
        yield path.read_bytes()


def files_of(place: Path, seen: set[Path] | None = None) -> set[Path]:
    """The files of a folder, of the modules that it calls, and of what it reads elsewhere."""
    seen = set() if seen is None else seen
    if place in seen:
        return set()
    seen.add(place)
    if not place.is_dir():
        return {place} if place.is_file() else set()
    files = {path for path in place.rglob("*") if _is_read(path.relative_to(place), path)}
    every = set(files)
    for path in files:
        if path.suffix == ".tf":
            text = path.read_text(encoding="utf-8")
            for name in [*CALL.findall(text), *ELSEWHERE.findall(text)]:
                every |= files_of((path.parent / name).resolve(), seen)
    return every


def _is_read(name: Path, path: Path) -> bool:
    return path.is_file() and path.suffix != ".md" and not UNREAD & set(name.parts)
