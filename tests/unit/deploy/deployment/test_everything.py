"""The steps of a deployment of the gateway alone."""

from pathlib import Path

from rich.console import Console

from tools.deploy.deployment.everything import DEPLOYED, of_gateway
from tools.deploy.deployment.journal import NoJournal
from tools.deploy.deployment.site import Site
from tools.deploy.saved_plans.applying import FRESH, ReviewedPlans
from tools.deploy.saved_plans.folder import SavedPlans
from tools.deploy.terraform.root import GATEWAY
from tools.deploy.where.environment import named
from tools.progress import Progress

PLACE = named("local").primary


def needs_of(site: Site) -> dict[str, tuple[str, ...]]:
    return {step.name: step.needs for step in of_gateway(site)}


def test_the_gateway_is_deployed_without_services() -> None:
    site = Site(PLACE, Progress(Console()))

    assert needs_of(site) == {DEPLOYED: (), GATEWAY.name: (DEPLOYED,)}


def test_a_reviewed_plan_of_the_gateway_is_checked_before_it_is_applied(tmp_path: Path) -> None:
    reviewed = ReviewedPlans(SavedPlans(tmp_path, PLACE), NoJournal())

    needs = needs_of(Site(PLACE, Progress(Console()), reviewed))

    assert needs[FRESH] == (DEPLOYED,)
    assert needs[GATEWAY.name] == (DEPLOYED, FRESH)
