"""Builds packages of services: parts of their dependencies and our code, in one fixed zip each."""

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.build.packages import archive
from tools.build.packages.code import ROOT
from tools.build.packages.entry import ALL, Lever
from tools.build.packages.order import Order, ordered
from tools.build.packages.own import own_entries
from tools.build.packages.parts import LOCAL
from tools.build.packages.usage import usage_of

BUILD = Path(".build")
NONE: frozenset[Lever] = frozenset()


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
    without: frozenset[Lever] = NONE,
) -> Package:
    """The service's package for the platform, built only when something changed."""
    [package] = build_all([service], platform, root, target, without)
    return package


def build_all(
    services: Sequence[str],
    platform: str,
    root: Path = ROOT,
    target: Path = BUILD,
    without: frozenset[Lever] = NONE,
) -> list[Package]:
    """The packages of these services: first the parts of all, side by side, then each of them."""
    orders = [ordered(service, platform, root, target, ALL - without) for service in services]
    stale = [order for order in orders if not order.is_built()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        _make_parts(stale, pool)
        seconds = dict(zip(stale, pool.map(_put_together, stale), strict=True))
    return [_described(order, seconds.get(order)) for order in orders]


def _make_parts(orders: Sequence[Order], pool: ThreadPoolExecutor) -> None:
    """Every part that these packages need; for this machine too, where code can be imported."""
    orders_by_part = {
        (pin, platform): order
        for order in orders
        for platform in (LOCAL, order.platform)
        for pin in order.pins
    }
    list(pool.map(lambda each: each[1].part(*each[0]), orders_by_part.items()))


def _put_together(order: Order) -> float:
    """Zip the parts and the service's own; the seconds that it took."""
    began = time.monotonic()
    usage = usage_of(list(order.modules), order.root)
    unused = tuple(f"{name.replace('.', '/')}/" for name in usage.unused)
    shared = [entry for part in order.parts(order.platform) for entry in part.entries()]
    entries = [entry for entry in shared if not entry.name.startswith(unused)]
    order.path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=order.path.parent, prefix=".building-") as scratch:
        folder = Path(scratch)
        entries += own_entries(order, usage, (entry.name for entry in entries), folder)
        archive.write(folder / "package.zip", entries)
        (folder / "package.zip").replace(order.path)
    order.stamp.write_text(order.key(), encoding="utf-8")
    return time.monotonic() - began


def _described(order: Order, seconds: float | None) -> Package:
    content = order.path.read_bytes()
    with zipfile.ZipFile(order.path) as package:
        unzipped = sum(entry.file_size for entry in package.infolist())
    return Package(
        service=order.service,
        path=order.path,
        sha256=hashlib.sha256(content).hexdigest(),
        zipped_bytes=len(content),
        unzipped_bytes=unzipped,
        seconds=seconds or 0.0,
        fresh=seconds is not None,
    )
