"""Plans the roots of an environment in each of its regions, and keeps the plans if asked to."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy.operations import portal_site
from tools.deploy.saved_plans.folder import SavedPlans
from tools.deploy.terraform.root import BOOTSTRAP, PORTAL, Root, root_named
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import planned_roots
from tools.deploy.where.place import Place
from tools.progress import Progress
from tools.review.plan.facts.model import ELSEWHERE
from tools.review.plan.report.model import RootReview

PARALLEL = min(4, os.cpu_count() or 1)

type Plan = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRequest:
    """The roots to plan, and where their plans are kept."""

    roots: tuple[str, ...]
    save: Path | None = None
    reuse: bool = False
    """Whether a root whose saved plan is fresh is left out: it was reviewed already."""


@dataclass(frozen=True)
class Task:
    """One root in one region."""

    label: str
    root: Root
    place: Place
    variables: Callable[[], Mapping[str, Any]]
    saved: SavedPlans | None

    def planned(self) -> Plan:
        """The plan as JSON; no pipeline applies an administrator's, so that it is not kept."""
        variables = self.variables()
        text = (
            self.saved.keep(self.root, variables)
            if self.saved and self.root not in {BOOTSTRAP, PORTAL}
            else Terraform(self.root, self.place).planned(variables, refresh=True)
        )
        plan: Plan = json.loads(text)
        return plan

    def is_fresh(self, progress: Progress) -> bool:
        """Whether its saved plan may still be applied; tells why not."""
        if not self.saved:
            return False
        try:
            self.saved.fresh(self.root, self.variables())
        except CommandError as error:
            if self.saved.path(self.root).exists():
                progress.say(str(error))
            return False
        progress.say(f"{self.label}: its saved plan is fresh, and stays")
        return True


def planned(
    places: Sequence[Place], request: PlanRequest, progress: Progress
) -> tuple[dict[str, Plan], list[RootReview]]:
    """The plan of each root in each region, and the roots without one."""
    tasks = [task for place in places for task in _tasks(place, places[0], request, progress)]
    if request.reuse:
        tasks = [each for each in tasks if not each.is_fresh(progress)]

    def plan(task: Task) -> Plan | RootReview:
        with progress.step(f"plan {task.label}"):
            try:
                return task.planned()
            except CommandError as error:
                return RootReview(task.label, failure=str(error))

    with ThreadPoolExecutor(PARALLEL) as pool:
        results = dict(zip((each.label for each in tasks), pool.map(plan, tasks), strict=True))
    plans = {label: each for label, each in results.items() if not isinstance(each, RootReview)}
    return plans, [each for each in results.values() if isinstance(each, RootReview)]


def _tasks(
    place: Place, primary: Place, request: PlanRequest, progress: Progress
) -> Iterator[Task]:
    """The roots in one region; the portal is in the primary one alone."""
    place.check_reachable()
    roots = planned_roots(place, preview=True)
    if place == primary:
        roots[PORTAL.short_name] = (PORTAL, lambda: portal_site.variables(place, progress.say))
    saved = SavedPlans(request.save, place) if request.save else None
    for name in request.roots:
        short = root_named(name).short_name
        if short not in roots and short == PORTAL.short_name:
            continue
        root, variables = roots[short]
        label = root.name if place == primary else f"{root.name}{ELSEWHERE}{place.region}"
        yield Task(label, root, place, variables, saved)
