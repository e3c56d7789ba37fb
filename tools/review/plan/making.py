"""Gathers what a review is made of: plans, waivers, contracts, costs, findings of checks."""

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy.operations import portal_site
from tools.deploy.saved_plans import seal
from tools.deploy.saved_plans.folder import SavedPlans, check_clean
from tools.deploy.terraform.cli import check_terraform
from tools.deploy.terraform.footprint import files_of
from tools.deploy.terraform.root import BOOTSTRAP, PORTAL, Root, root_named
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import planned_roots
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place
from tools.progress import Progress
from tools.review.changed.since import lines
from tools.review.plan.base import Base
from tools.review.plan.checks import generic
from tools.review.plan.report.model import Check, Costs, Review, RootReview
from tools.review.plan.reviewing import reviewed
from tools.review.plan.waivers import FILE, Waivers, read

PARALLEL = min(4, os.cpu_count() or 1)
SCRATCH = Path(".build/review/scan")
NO_BASE = "there is no commit to compare with"

type Plan = Mapping[str, Any]


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
    roots = [*_reviews(plans, waivers, base), *failures]
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
    place = named(sources.environment).primary
    check_terraform()
    place.check_reachable()
    roots = planned_roots(place, preview=True)
    roots[PORTAL.short_name] = (PORTAL, lambda: portal_site.variables(place, progress.say))
    saved = SavedPlans(sources.save, place) if sources.save else None

    def plan(name: str) -> Plan | RootReview:
        root, variables = roots[name]
        with progress.step(f"plan {root.name}"):
            try:
                return _planned(root, place, variables(), saved)
            except CommandError as error:
                return RootReview(root.name, failure=str(error))

    names = [root_named(each).short_name for each in sources.roots]
    if saved and sources.reuse:
        names = [each for each in names if not _is_fresh(saved, *roots[each], progress)]
    with ThreadPoolExecutor(PARALLEL) as pool:
        results = dict(zip(names, pool.map(plan, names), strict=True))
    plans = {
        roots[name][0].name: each
        for name, each in results.items()
        if not isinstance(each, RootReview)
    }
    return plans, [each for each in results.values() if isinstance(each, RootReview)]


def _is_fresh(
    saved: SavedPlans, root: Root, variables: Callable[[], Mapping[str, Any]], progress: Progress
) -> bool:
    """Whether the root's saved plan may still be applied; tells why not."""
    try:
        saved.fresh(root, variables())
    except CommandError as error:
        if saved.path(root).exists():
            progress.say(str(error))
        return False
    progress.say(f"{root.name}: its saved plan is fresh, and stays")
    return True


def _planned(
    root: Root, place: Place, variables: Mapping[str, Any], saved: SavedPlans | None
) -> Plan:
    # These are an administrator's: no pipeline applies their plans.
    text = (
        saved.keep(root, variables)
        if saved and root not in {BOOTSTRAP, PORTAL}
        else Terraform(root, place).planned(variables, refresh=True)
    )
    planned: Plan = json.loads(text)
    return planned


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


def _reviews(plans: Mapping[str, Plan], waivers: Waivers, base: Base | None) -> list[RootReview]:
    """One review a root; a version that several ask for is told with the first."""
    told_of = set()
    reviews = []
    for root, plan in plans.items():
        folder = (Path("terraform") / root).resolve()
        versions = base.changed_versions(files_of(folder)) if base and folder.is_dir() else []
        fresh = [each for each in versions if each not in told_of]
        told_of.update(fresh)
        reviews.append(reviewed(root, plan, waivers, fresh))
    return reviews
