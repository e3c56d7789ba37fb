"""A deployment applies the saved plans alone, and resumes after the ones that it has applied."""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tools.command import CommandError
from tools.deploy.deployment.journal import NoJournal
from tools.deploy.releases import author
from tools.deploy.saved_plans import applying, folder, seal
from tools.deploy.saved_plans.applying import ReviewedPlans
from tools.deploy.saved_plans.folder import SavedPlans
from tools.deploy.terraform.root import PLATFORM, Root
from tools.deploy.terraform.run import StateMark
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place, Primary, Replica

serial = {"now": 3}


class FakeTerraform:
    """Plans and applies in memory; an apply raises the state's serial."""

    def __init__(self, root: Root, place: Any) -> None:
        del place
        self._name = root.name

    def saved(self, variables: Mapping[str, Any]) -> tuple[bytes, str]:
        del variables
        return f"plan of {self._name}".encode(), "{}"

    def apply_saved(self, plan: bytes) -> str:
        serial["now"] += 1
        return f"applied {plan.decode()}"

    def state_mark(self) -> StateMark:
        return StateMark("lineage", serial["now"])


class FakeRegistry:
    """The platform's parameter, in the primary region alone."""

    def __init__(self, place: Place, platform: Mapping[str, str]) -> None:
        assert isinstance(place, Primary)
        self._platform = platform

    def parameter(self, name: str) -> Mapping[str, str]:
        assert name == PLATFORM.name
        return self._platform


class DoneJournal(NoJournal):
    """A journal of a run that has applied everything."""

    def has(self, step: str, inputs: str, outcome: Callable[[], str]) -> bool:
        del step, inputs, outcome
        return True


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SavedPlans:
    monkeypatch.setenv(seal.KEY, base64.b64encode(b"k" * 32).decode())
    monkeypatch.setattr(folder, "Terraform", FakeTerraform)
    monkeypatch.setattr(applying, "Terraform", FakeTerraform)
    monkeypatch.setattr(author, "is_dirty", lambda: False)
    monkeypatch.setattr(author, "tree", lambda: "tree")
    monkeypatch.setattr(SavedPlans, "_account", lambda _: "123456789012")
    monkeypatch.setattr(applying, "state_of", lambda *_: "etag")
    return SavedPlans(tmp_path, named("dev").primary)


def test_exactly_the_plan_that_was_kept_is_applied(plans: SavedPlans) -> None:
    plans.keep(PLATFORM, {})

    assert ReviewedPlans(plans, NoJournal()).step(PLATFORM, dict, ()).work() == (
        "applied plan of platform"
    )


def test_a_plan_is_applied_once(plans: SavedPlans) -> None:
    plans.keep(PLATFORM, {})
    step = ReviewedPlans(plans, NoJournal()).step(PLATFORM, dict, ())
    step.work()

    with pytest.raises(CommandError, match=r"applied meanwhile.*make plan-platform ENV=dev SAVE="):
        step.work()


def test_the_next_run_goes_on_after_the_plans_that_a_cancelled_one_applied(
    plans: SavedPlans,
) -> None:
    plans.keep(PLATFORM, {})
    ReviewedPlans(plans, NoJournal()).step(PLATFORM, dict, ()).work()

    assert ReviewedPlans(plans, DoneJournal()).check([(PLATFORM, dict)], ()).work() == ""
    with pytest.raises(CommandError, match="applied meanwhile"):
        ReviewedPlans(plans, NoJournal()).check([(PLATFORM, dict)], ()).work()


def test_of_two_merges_at_once_the_second_is_planned_again_and_then_applied(
    plans: SavedPlans, tmp_path: Path
) -> None:
    """Both were planned before either was deployed; deployments queue, so one comes after."""
    second = SavedPlans(tmp_path / "second", plans.place)
    for each in (plans, second):
        each.keep(PLATFORM, {})
    ReviewedPlans(plans, NoJournal()).step(PLATFORM, dict, ()).work()

    with pytest.raises(CommandError, match=r"applied meanwhile.*have it reviewed, and deploy that"):
        ReviewedPlans(second, NoJournal()).check([(PLATFORM, dict)], ()).work()
    second.keep(PLATFORM, {})

    assert ReviewedPlans(second, NoJournal()).step(PLATFORM, dict, ()).work().startswith("applied")


def test_the_second_regions_platform_is_stale_when_the_primarys_has_changed(
    plans: SavedPlans, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there, pools = SavedPlans(tmp_path, Replica(plans.place.environment)), {"pool": "one"}
    monkeypatch.setattr(Replica, "region", "eu-west-1")
    monkeypatch.setattr(folder, "Registry", lambda place: FakeRegistry(place, pools))
    there.keep(PLATFORM, {})
    assert there.fresh(PLATFORM, {})

    pools["pool"] = "another"

    with pytest.raises(CommandError, match="which it has read, is another one by now"):
        there.fresh(PLATFORM, {})


def test_a_root_without_a_plan_is_not_deployed(plans: SavedPlans) -> None:
    with pytest.raises(CommandError, match=r"no saved plan .*platform\.plan"):
        ReviewedPlans(plans, NoJournal()).check([(PLATFORM, dict)], ()).work()


def test_uncommitted_changes_are_neither_planned_nor_deployed(
    plans: SavedPlans, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(author, "is_dirty", lambda: True)

    with pytest.raises(CommandError, match="commit them"):
        plans.keep(PLATFORM, {})
    with pytest.raises(CommandError, match="commit them"):
        ReviewedPlans(plans, NoJournal()).check([], ()).work()
