"""The versions that a tree of Terraform asks for: providers, modules, Terraform itself."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

LOCK = ".terraform.lock.hcl"
BLOCK = re.compile(r'provider "([^"]+)" \{(.*?)\n\}', re.DOTALL)
LOCKED = re.compile(r'^\s*version\s*=\s*"([^"]+)"', re.MULTILINE)
REQUIRED = re.compile(r'(\w+)\s*=\s*\{[^{}]*?source\s*=\s*"([^"]+)"[^{}]*?\}', re.DOTALL)
VERSION = re.compile(r'version\s*=\s*"([^"]+)"')
TERRAFORM = re.compile(r'required_version\s*=\s*"([^"]+)"')
MODULE = re.compile(r'^module "([^"]+)" \{(.*?)^\}', re.DOTALL | re.MULTILINE)
SOURCE = re.compile(r'^\s*source\s*=\s*"([^"]+)"', re.MULTILINE)
RESOURCE = re.compile(r'^resource "([^"]+)" "([^"]+)" \{(.*?)^\}', re.DOTALL | re.MULTILINE)
IGNORED = re.compile(r"^\s*ignore_changes\s*=\s*(all\b|\[[^\]]*\])", re.MULTILINE)
WORD = re.compile(r"[a-z_][\w.]*")
HASH = re.compile(r'"((?:h1|zh):[^"]+)"')
PREVENTED = re.compile(r"^\s*prevent_destroy\s*=\s*true\b", re.MULTILINE)

type Reader = Callable[[PurePosixPath], str | None]
"""The text of a file in a tree; None when there is none."""


@dataclass(frozen=True)
class Asked:
    """A version that one place asks for."""

    what: str
    place: str
    version: str
    source: str = ""
    checksums: frozenset[str] = frozenset()
    """Checksums of the package that a lock takes for this version."""


def versions(files: Iterable[PurePosixPath], read: Reader) -> Mapping[tuple[str, str], Asked]:
    """Everything that the files ask for, by the thing and the place."""
    demands: dict[tuple[str, str], Asked] = {}
    for path in files:
        content = read(path)
        if content is None:
            continue
        of_file = _of_lock(path, content) if path.name == LOCK else _of_source(path, content)
        demands |= {(each.what, each.place): each for each in of_file}
    return demands


def prevented(files: Iterable[PurePosixPath], read: Reader) -> set[tuple[str, str]]:
    """The files and addresses of resources that Terraform refuses to destroy."""
    return {
        (str(path), f"{kind}.{name}")
        for path in files
        if path.suffix == ".tf"
        for kind, name, body in RESOURCE.findall(read(path) or "")
        if PREVENTED.search(body)
    }


def ignored(files: Iterable[PurePosixPath], read: Reader) -> Mapping[str, set[str]]:
    """Each resource, by type and name, and the arguments whose changes Terraform ignores."""
    return {
        f"{kind}.{name}": {word for each in IGNORED.findall(body) for word in WORD.findall(each)}
        for path in files
        if path.suffix == ".tf"
        for kind, name, body in RESOURCE.findall(read(path) or "")
    }


def _of_lock(path: PurePosixPath, content: str) -> list[Asked]:
    return [
        Asked(
            f"provider {name.rpartition('/')[2]} (locked)",
            str(path),
            version[1],
            name,
            _checksums(body),
        )
        for name, body in BLOCK.findall(content)
        if (version := LOCKED.search(body))
    ]


def _checksums(body: str) -> frozenset[str]:
    return frozenset(HASH.findall(body))


def _of_source(path: PurePosixPath, content: str) -> list[Asked]:
    demands = [Asked("Terraform", str(path), version) for version in TERRAFORM.findall(content)]
    for match in REQUIRED.finditer(content):
        version = VERSION.search(match[0])
        name = f"provider {match[1]}"
        demands.append(Asked(name, str(path), version[1] if version else "", match[2]))
    for name, body in MODULE.findall(content):
        source, version = SOURCE.search(body), VERSION.search(body)
        if source and not source[1].startswith("."):
            demands.append(
                Asked(f"module {name}", str(path), version[1] if version else "", source[1])
            )
    return demands
