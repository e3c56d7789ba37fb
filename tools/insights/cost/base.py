"""The costs at another commit, by the prices of this one, and the changes since."""

import io
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from tools.command import CommandError
from tools.insights.cost.prices import PRICES
from tools.review.changed.since import began_from

PACKED = (
    "services",
    "shared",
    "tools",
    "embedded_aws",
    "terraform",
    "docs/examples",
    "pyproject.toml",
)
# Less is rounding: figures are printed in cents.
CENT = 0.005

type Costs = Mapping[str, Any]
"""The environments of a report's JSON."""


def costs_at(base: str, arguments: Sequence[str]) -> Costs:
    """The costs where this branch left `base`, as the tool of that commit counts them."""
    _, commit = began_from(base)
    there = [each for each in PACKED if _git("ls-tree", "--name-only", commit, each)]
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(_git("archive", commit, *there))) as archive:
            archive.extractall(folder, filter="data")
        shutil.copy(PRICES, Path(folder, "tools/insights/cost/prices.json"))
        return _reported(Path(folder), arguments)


def changes(before: Costs, now: Costs, base: str) -> Table:
    """USD then and now, of what differs."""
    rows = Table("", "then", "now", "change", title=f"Since {base}, in USD", title_justify="left")
    for name, then, usd in _figures(before, now):
        if abs(usd - then) >= CENT:
            rows.add_row(name, f"{then:,.2f}", f"{usd:,.2f}", f"{usd - then:+,.2f}")
    if not rows.row_count:
        rows.add_row("no cost has changed", "", "", "")
    return rows


def _figures(before: Costs, now: Costs) -> Iterator[tuple[str, float, float]]:
    for environment in sorted(before.keys() & now.keys()):
        then, here = before[environment], now[environment]
        for name, title in {"idle": "an idle month", "month": "the month of the traffic"}.items():
            yield f"{environment}: {title}", then[name], here[name]
        for route in sorted(then["per_million"].keys() & here["per_million"].keys()):
            of_route = then["per_million"][route], here["per_million"][route]
            yield f"{environment}: a million of {route}", *of_route


def _reported(tree: Path, arguments: Sequence[str]) -> Costs:
    command = [sys.executable, "-m", "tools.insights.cost", "--json", *arguments]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"that commit's costs cannot be computed: {done.stderr.strip()[-300:]}")
    costs: Costs = json.loads(done.stdout.strip().splitlines()[-1])["environments"]
    return costs


def _git(*words: str) -> bytes:
    done = subprocess.run(["git", *words], capture_output=True, check=False)
    if done.returncode:
        raise CommandError(f"git {' '.join(words)} failed: {done.stderr.decode().strip()}")
    return done.stdout
