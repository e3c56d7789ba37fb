"""The measured functions: our deployment packages, and the references."""

import ast
import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shared import smoke
from tools.build.packages.code import ROOT
from tools.build.packages.entry import HANDLER, Lever
from tools.build.packages.package import build
from tools.build.services import checks_of, names
from tools.measure.starts.reference import installed
from tools.measure.starts.stub import Answers

PLACE = Path(".build/bench")
REFERENCES = "references"
"""The service's routes in other common styles, in a folder of its checks."""
SMOKE = "smoke"
"""The event of a service that has no events of its own: the one that no service has a route for."""
DIGITS = 16
"""Of a package's hash, in the name of its folder."""
UNTRACED = {"POWERTOOLS_TRACE_DISABLED": "true", "TRACING": "off"}
TRACED = {"TRACING": "active"}


@dataclass(frozen=True)
class Subject:
    """One function on disk, and how to start it."""

    name: str
    folder: Path
    handler: str
    events: Mapping[str, Any]
    """Events that it is sent, by the name of the figure."""
    answers: Answers = field(default_factory=dict)
    """Answers that it gets from AWS and from other services."""
    environment: Mapping[str, str] = field(default_factory=dict)
    zipped_bytes: int = 0
    unpacked_bytes: int = 0


def own(service: str, without: frozenset[Lever] = frozenset()) -> Subject:
    """The service's package for this machine, unpacked."""
    package = build(service, "local", without=without)
    folder = PLACE / f"{package.path.stem}-{package.sha256[:DIGITS]}"
    if not folder.exists():
        _unpack(package.path, folder)
    return Subject(
        name=package.path.stem,
        folder=folder.resolve(),
        handler=HANDLER,
        events=_checks(service, "events.json") or {SMOKE: smoke.event()},
        answers=_checks(service, "answers.json"),
        environment={**settings_of(service), **UNTRACED},
        zipped_bytes=package.zipped_bytes,
        unpacked_bytes=package.unzipped_bytes,
    )


def all_subjects() -> list[Subject]:
    """The services that are measured beside references, with them, then the other services."""
    compared = compared_services()
    others = (service for service in names() if service not in compared)
    return [each for service in compared for each in _beside(service)] + [*map(own, others)]


def compared_services() -> list[str]:
    """The services with references among their checks."""
    return [service for service in names() if checks_of(service, REFERENCES).is_dir()]


def _beside(service: str) -> list[Subject]:
    """The service and its references, traced and not."""
    ours, usual = own(service), _reference(service, "powertools")
    return [
        ours,
        replace(ours, name=f"{service}, traced", environment={**ours.environment, **TRACED}),
        replace(usual, name="powertools, untraced", environment={**usual.environment, **UNTRACED}),
        usual,
        replace(_reference(service, "powertools", compiled=False), name="powertools, not compiled"),
        *(_reference(service, name) for name in ("fastapi", "chalice", "boto3")),
    ]


def _reference(service: str, name: str, *, compiled: bool = True) -> Subject:
    folder = installed(checks_of(service, REFERENCES) / name, PLACE, compiled=compiled)
    return Subject(
        name=name,
        folder=folder.resolve(),
        handler="main.handle",
        events=_checks(service, f"{REFERENCES}/events.json"),
        answers=_checks(service, "answers.json"),
        environment={**settings_of(service), "POWERTOOLS_METRICS_NAMESPACE": "bench"},
        zipped_bytes=int((folder / ".zipped").read_text(encoding="utf-8")),
        unpacked_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
    )


def _checks(service: str, file: str) -> dict[str, Any]:
    path = checks_of(service, file)
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return content


def settings_of(service: str, root: Path = ROOT) -> dict[str, str]:
    """A value for each variable that the service's Settings read."""
    source = (root / "services" / service / "settings.py").read_text(encoding="utf-8")
    names = [
        node.target.id.upper()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    known = {
        "JWKS_URL": "http://127.0.0.1:1/jwks.json",
        "LOG_LEVEL": "INFO",
    }
    return dict.fromkeys(names, "bench") | {name: known[name] for name in names if name in known}


def _unpack(package: Path, folder: Path) -> None:
    name = folder.name.rsplit("-", 1)[0]
    for older in folder.parent.glob(f"{name}-{'[0-9a-f]' * DIGITS}"):
        shutil.rmtree(older)
    with zipfile.ZipFile(package) as whole:
        whole.extractall(folder)
