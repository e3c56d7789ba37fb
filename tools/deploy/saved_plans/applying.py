"""Applies exactly the plans that were reviewed, in the steps of a deployment."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tools.deploy.deployment.journal import Journal
from tools.deploy.deployment.step import Footprint, Step
from tools.deploy.saved_plans.folder import SavedPlans, check_clean
from tools.deploy.saved_plans.gateway import ReviewedGateway
from tools.deploy.terraform.footprint import state_of
from tools.deploy.terraform.root import GATEWAY, Root
from tools.deploy.terraform.run import Terraform

FRESH = "the saved plans are fresh"

type VariablesOf = Callable[[], Mapping[str, Any]]


class ReviewedPlans:
    """The saved plans of a deployment, and the journal that knows which are applied already."""

    def __init__(self, plans: SavedPlans, journal: Journal) -> None:
        self._plans = plans
        self._journal = journal

    def check(self, roots: Iterable[tuple[Root, VariablesOf]], needs: tuple[str, ...]) -> Step:
        """Refuse stale plans before anything is applied."""

        def check() -> str:
            check_clean()
            for root, variables in roots:
                if not self._is_applied(root):
                    self._plans.fresh(root, variables())
            return ""

        return Step(FRESH, check, needs, quiet=True)

    def step(self, root: Root, variables: VariablesOf, needs: tuple[str, ...]) -> Step:
        """Apply the root's saved plan; a run that resumes another one skips it if that has."""

        def apply() -> str:
            plan = self._plans.fresh(root, variables())
            return Terraform(root, self._plans.place).apply_saved(plan)

        return Step(root.name, apply, needs, self._footprint(root))

    def apply_gateway(self, variables: Mapping[str, Any], *, is_final: bool) -> str:
        """Plan the gateway afresh, and apply that if it does what was reviewed."""
        reviewed = ReviewedGateway.read(self._plans.fresh(GATEWAY, variables))
        terraform = Terraform(GATEWAY, self._plans.place)
        plan, text = terraform.saved(variables)
        reviewed.check(ReviewedGateway.of(json.loads(text)), is_final=is_final)
        return terraform.apply_saved(plan)

    def _footprint(self, root: Root) -> Footprint:
        return Footprint(
            lambda: self._plans.digest(root), lambda: state_of(root, self._plans.place)
        )

    def _is_applied(self, root: Root) -> bool:
        mark = self._footprint(root)
        return self._journal.has(root.name, mark.inputs(), mark.outcome)
