"""Gathers what a review is made of: plans, waivers, contracts, costs, findings of checks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tools.command import CommandError
from tools.deploy.saved_plans import seal
from tools.deploy.saved_plans.folder import check_clean
from tools.deploy.terraform.cli import check_terraform
from tools.deploy.terraform.footprint import files_of
from tools.deploy.where.environment import named
from tools.progress import Progress
from tools.review.changed.since import lines
from tools.review.plan.base import Base
from tools.review.plan.checks import generic
from tools.review.plan.facts.model import Danger, root_of
from tools.review.plan.planning import Plan, PlanRequest, planned
from tools.review.plan.report.model import Check, Costs, Review, RootReview
from tools.review.plan.reviewing import reviewed
from tools.review.plan.waivers import FILE, Waivers, read

SCRATCH = Path(".build/review/scan")
NO_BASE = "there is no commit to compare with"


@dataclass(frozen=True)
class Sources:
    """The subjects of a review: roots of an environment, or plans in files."""

    environment: str
    base: str | None = None
    roots: tuple[str, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    with_checkov: bool = False
    save: Path | None = None
    """The folder in which the reviewed plans are kept."""
    reuse: bool = False
    """Whether a root whose saved plan is fresh is left out: it was reviewed already."""


def review(sources: Sources, progress: Progress) -> Review:
    """The review of all of it."""
    if sources.save:
        seal.key()
        check_clean()
    waivers = read(FILE, datetime.now(UTC).date())
    base = _base(sources.base)
    plans, failures = _plans(sources, progress)
    roots = _reviews(plans, failures, waivers, base)
    with progress.step("checks of the plans"):
        checks = list(generic.of_aws(plans))
        if sources.with_checkov:
            checks += generic.of_checkov(plans, roots, SCRATCH)
    with progress.step("contracts and costs"):
        contracts = base.contract_changes() if base else {}
        costs = base.costs(sources.environment) if base else Costs(unknown=NO_BASE)
    return Review(
        environment=sources.environment,
        base=base.title if base else "nothing",
        commit=_commit(),
        roots=tuple(roots),
        checks=_distinct(checks),
        contracts=contracts,
        contracts_unknown="" if base else NO_BASE,
        costs=costs,
    )


def _distinct(checks: list[Check]) -> tuple[Check, ...]:
    return tuple(dict.fromkeys(checks))


def _base(name: str | None) -> Base | None:
    """The base; None in a tree without any that was named."""
    try:
        return Base(name)
    except CommandError:
        if name:
            raise
        return None


def _commit() -> str:
    try:
        return lines("describe", "--always", "--dirty")[0]
    except CommandError:
        return "an unknown commit"


def _plans(sources: Sources, progress: Progress) -> tuple[dict[str, Plan], list[RootReview]]:
    """The plan of each root, and the roots without one."""
    if sources.files:
        return {root: _read(path) for root, path in sources.files.items()}, []
    if not sources.roots:
        return {}, []
    check_terraform()
    request = PlanRequest(sources.roots, sources.save, sources.reuse)
    return planned(named(sources.environment).places, request, progress)


def _read(path: Path) -> Plan:
    try:
        plan: Plan = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(
            f"{path} is no plan: {error}; write it with `terraform show -json`"
        ) from error
    if not isinstance(plan, Mapping):
        raise CommandError(f"{path} is no plan; write it with `terraform show -json`")
    return plan


def _reviews(
    plans: Mapping[str, Plan], failures: Iterable[RootReview], waivers: Waivers, base: Base | None
) -> list[RootReview]:
    """One review a root; what several roots' sources ask for is told with the first.

    It may be the very version for which there is no plan.
    """
    told_of = set[Danger]()

    def of_sources(root: str) -> tuple[Danger, ...]:
        folder = _folder(root)
        every = base.changed_sources(files_of(folder)) if base and folder else []
        fresh = tuple(each for each in every if each not in told_of)
        told_of.update(fresh)
        return fresh

    reviews = [
        reviewed(root, plan, waivers, of_sources(root), _folder(root))
        for root, plan in plans.items()
    ]
    return [*reviews, *(replace(each, dangers=of_sources(each.root)) for each in failures)]


def _folder(root: str) -> Path | None:
    """The root's sources; None for a plan of something else."""
    folder = (Path("terraform") / root_of(root)).resolve()
    return folder if folder.is_dir() else None
