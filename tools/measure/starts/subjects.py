"""The measured functions: our deployment packages, and the references."""

import ast
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tools.build.packages.code import ROOT
from tools.build.packages.entry import HANDLER, Lever
from tools.build.packages.package import build
from tools.measure.starts.reference import installed
from tools.measure.starts.stub import EMPTY_TABLE

PLACE = Path(".build/bench")
DIGITS = 16
"""Of a package's hash, in the name of its folder."""
UNTRACED = {"POWERTOOLS_TRACE_DISABLED": "true", "TRACING": "off"}
TRACED = {"TRACING": "active"}


@dataclass(frozen=True)
class Subject:
    """One function on disk, and how to start it."""

    name: str
    service: str
    """Whose events it answers."""
    folder: Path
    handler: str
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
        service=service,
        folder=folder.resolve(),
        handler=HANDLER,
        environment={**settings_of(service), **UNTRACED},
        zipped_bytes=package.zipped_bytes,
        unpacked_bytes=package.unzipped_bytes,
    )


def all_subjects() -> list[Subject]:
    """Our functions first, then the references."""
    orders = own("orders")
    usual, bare = _reference("powertools"), _reference("boto3")
    return [
        orders,
        replace(orders, name="orders, traced", environment={**orders.environment, **TRACED}),
        replace(usual, name="powertools, untraced", environment={**usual.environment, **UNTRACED}),
        replace(usual, name="powertools"),
        replace(_reference("powertools", compiled=False), name="powertools, not compiled"),
        _reference("fastapi"),
        _reference("chalice"),
        bare,
        *map(own, ("catalog", "customers", "authorizer", "smoke")),
    ]


def _reference(name: str, *, compiled: bool = True) -> Subject:
    folder = installed(name, PLACE, compiled=compiled)
    return Subject(
        name=name,
        service="references",
        folder=folder.resolve(),
        handler="main.handle",
        environment={**settings_of("orders"), "POWERTOOLS_METRICS_NAMESPACE": "bench"},
        zipped_bytes=int((folder / ".zipped").read_text(encoding="utf-8")),
        unpacked_bytes=sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
    )


def settings_of(service: str) -> dict[str, str]:
    """A value for each variable that the service's Settings read."""
    source = (ROOT / "services" / service / "settings.py").read_text(encoding="utf-8")
    names = [
        node.target.id.upper()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    ]
    known = {
        "CUSTOMERS_TABLE": EMPTY_TABLE,
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
