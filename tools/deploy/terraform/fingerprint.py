"""A digest of all that `terraform init` depends on."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path


def fingerprint(
    lock_file: bytes, backend: Sequence[str], environment: Mapping[str, str], url: str
) -> str:
    """The digest of providers, modules and backend; the URL is the embedded AWS's, if any."""
    parts = [lock_file, repr(backend).encode(), repr(environment).encode()]
    parts += [line.encode() for line in _sources()]
    parts.append(url.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _sources() -> Iterator[str]:
    """Every module source in the tree."""
    for path in sorted(Path("terraform").rglob("*.tf")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip().startswith("source "):
                yield f"{path}:{line.strip()}"
