"""The budget of each package: size and imports, counted rather than timed, so it never flickers."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.build.services import checks_of
from tools.measure.starts.modules import imports_of
from tools.measure.starts.subjects import own

BUDGETS = Path(__file__).with_name("budget.json")
OWN = "budget.json"
"""Limits of a service that needs others than the usual ones, among its checks."""


@dataclass(frozen=True)
class Budget:
    """One service's limits, and the reason for each forbidden import."""

    zipped_mb: float
    modules: int
    forbidden: Mapping[str, str]


@dataclass(frozen=True)
class Weight:
    """The size of a service's package, and the modules that a cold start imports."""

    service: str
    zipped_mb: float
    modules: tuple[str, ...]
    largest: tuple[str, ...] = ()
    """Packages in the zip, the largest first."""


def budget_of(service: str) -> Budget:
    """The usual budget, with the service's own limits in place of the usual ones."""
    whole = json.loads(BUDGETS.read_text(encoding="utf-8"))
    own = checks_of(service, OWN)
    limits = json.loads(own.read_text(encoding="utf-8")) if own.exists() else {}
    return Budget(**(whole["usual"] | limits), forbidden=whole["forbidden"])


def weight_of(service: str) -> Weight:
    """Build the package, unpack it, and import its handler."""
    subject = own(service)
    sizes: dict[str, int] = {}
    for path in subject.folder.rglob("*"):
        if path.is_file():
            top = path.relative_to(subject.folder).parts[0]
            sizes[top] = sizes.get(top, 0) + path.stat().st_size
    largest = sorted(sizes, key=lambda name: -sizes[name])
    return Weight(
        service, subject.zipped_bytes / 1e6, imports_of(subject).names, tuple(largest[:3])
    )


def excesses(weight: Weight, budget: Budget) -> list[str]:
    """A sentence for each exceeded limit, with the largest contributors."""
    sentences = []
    if weight.zipped_mb > budget.zipped_mb:
        sentences.append(
            f"{weight.service}: the zip has {weight.zipped_mb:.2f} MB of {budget.zipped_mb}; "
            f"most is {', '.join(weight.largest)}. Drop a dependency, or prune more of it."
        )
    if len(weight.modules) > budget.modules:
        sentences.append(
            f"{weight.service}: a cold start imports {len(weight.modules)} modules of "
            f"{budget.modules}; most are of {', '.join(_most(weight.modules))}. "
            f"Import less, or raise it in {checks_of(weight.service, OWN)} and say why."
        )
    sentences += [
        f"{weight.service}: a cold start imports {name}: {budget.forbidden[name]}."
        for name in sorted(budget.forbidden.keys() & set(weight.modules))
    ]
    return sentences


def _most(modules: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for name in modules:
        top = name.partition(".")[0]
        counts[top] = counts.get(top, 0) + 1
    ordered = sorted(counts, key=lambda top: (-counts[top], top))
    return [f"{top} ({counts[top]})" for top in ordered[:3]]
