"""The roots of a review are planned in every region of their environment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tools.command import CommandError
from tools.deploy.saved_plans.folder import SavedPlans
from tools.deploy.terraform.root import PLATFORM, Root
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place, Replica
from tools.progress import Progress
from tools.review.plan import planning
from tools.review.plan.planning import PlanRequest, planned

VALUES = """
environment = {
  name          = "two"
  region        = "eu-central-1"
  account_ids   = ["123456789012"]
  second_region = { region = "eu-west-1", certificate_arn = "arn:two" }
  consumers     = {}
}
"""
PLATFORM_THERE = "platform in eu-west-1"


class FakeTerraform:
    """Plans that tell their root and region."""

    def __init__(self, root: Root, place: Place) -> None:
        self._plan = {"root": root.name, "region": place.region}

    def planned(self, variables: Mapping[str, Any], *, refresh: bool) -> str:
        del variables, refresh
        return json.dumps(self._plan)


def nowhere() -> Mapping[str, Any]:
    raise CommandError("two is not deployed in eu-central-1 yet")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Place]:
    (tmp_path / "two.tfvars").write_text(VALUES, encoding="utf-8")
    monkeypatch.setattr("tools.deploy.where.environment.VALUES", tmp_path)
    monkeypatch.setattr(Place, "check_reachable", lambda _: None)
    monkeypatch.setattr(planning, "Terraform", FakeTerraform)
    roots = lambda *_, **__: {"platform": (PLATFORM, dict)}  # noqa: E731
    monkeypatch.setattr(planning, "planned_roots", roots)
    return named("two").places


def test_each_region_is_planned_the_second_one_with_its_name(places: list[Place]) -> None:
    plans, failures = planned(places, PlanRequest(("platform",)), Progress(Console()))

    regions = {label: plan["region"] for label, plan in plans.items()}
    assert regions == {"platform": "eu-central-1", PLATFORM_THERE: "eu-west-1"}
    assert failures == []


def test_a_region_without_a_plan_is_told_and_the_other_one_reviewed(
    places: list[Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    def roots(place: Place, **_: Any) -> Any:
        return {"platform": (PLATFORM, nowhere if isinstance(place, Replica) else dict)}

    monkeypatch.setattr(planning, "planned_roots", roots)

    plans, failures = planned(places, PlanRequest(("platform",)), Progress(Console()))

    assert list(plans) == ["platform"]
    assert [each.root for each in failures] == [PLATFORM_THERE]


def test_a_region_whose_saved_plan_is_fresh_is_not_planned_again(
    places: list[Place], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fresh(saved: SavedPlans, *_: Any) -> bytes:
        if isinstance(saved.place, Replica):
            raise CommandError("it is stale")
        return b"plan"

    monkeypatch.setattr(SavedPlans, "fresh", fresh)
    monkeypatch.setattr(SavedPlans, "keep", lambda saved, *_: f'{{"of": "{saved.place.name}"}}')

    plans, _ = planned(
        places, PlanRequest(("platform",), tmp_path, reuse=True), Progress(Console())
    )

    assert plans == {PLATFORM_THERE: {"of": "two-eu-west-1"}}
