"""In a first run, long waits begin at once, and nothing comes before what it needs."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from tools import hcl
from tools.command import CommandError
from tools.deploy.deployment import first_run
from tools.deploy.deployment.everything import everything
from tools.deploy.deployment.first_run import PROVIDER, PUBLISHED, SLOW, arranged, slow_modules
from tools.deploy.deployment.journal import NoJournal
from tools.deploy.deployment.runner import Runner
from tools.deploy.deployment.site import PACKAGES, SHIFT, Site
from tools.deploy.deployment.step import Step
from tools.deploy.deployment.times import Times
from tools.deploy.terraform.root import BOOTSTRAP, GATEWAY, PLATFORM, Root, service_root, services
from tools.deploy.where.environment import named
from tools.progress import Progress

MODULES = Path("terraform/modules")
AWS = Step("embedded AWS", lambda: "")


class Day:
    """An AWS in which nothing is deployed yet; the platform can be found when `published`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.times = Times(folder / "times.json")
        self.done: list[str] = []
        self.published = threading.Event()
        self.console = Console(file=StringIO())
        site = Site(named("local").primary, Progress(self.console))
        parameter = SimpleNamespace(parameter=self._parameter)
        self.site: Any = SimpleNamespace(place=site.place, registry=parameter)
        self.steps = [AWS, *everything(site, after=(AWS.name,))]
        monkeypatch.setattr(first_run, "Terraform", self._terraform)

    def run(self, **works: Callable[[], str]) -> None:
        """Run everything with these works, and others that only note that they are done."""
        steps = [
            replace(each, footprint=None, work=works.get(each.name) or self._note(each.name))
            for each in self.steps
        ]
        runner = Runner(Progress(self.console), NoJournal(), self.times)
        runner.run([steps[0], *arranged(steps[1:], self.site)])

    def _parameter(self, name: str) -> dict[str, Any] | None:
        assert name == "platform"
        return {} if self.published.is_set() else None

    def _note(self, name: str) -> Callable[[], str]:
        def note() -> str:
            self.done.append(name)
            return ""

        return note

    def _terraform(self, root: Root, _: object) -> Any:
        def apply(variables: dict[str, str], only: Sequence[str]) -> str:
            assert set(variables) == {"package"}
            self.done.append(f"{root.name}: {' '.join(only)}")
            return ""

        return SimpleNamespace(apply=apply, check_provider=self._note(PROVIDER))


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Day:
    return Day(monkeypatch, tmp_path)


def test_services_begin_as_soon_as_they_can_find_the_platform(day: Day) -> None:
    applied = threading.Event()

    def platform() -> str:
        day.published.set()
        assert applied.wait(10)  # no service waits for the end of this one
        time.sleep(0.2)
        day.done.append(PLATFORM.name)
        return ""

    def shift() -> str:
        applied.set()
        day.done.append(SHIFT)
        return ""

    day.run(**{PLATFORM.name: platform, SHIFT: shift})

    order = {name: day.done.index(name) for name in day.done}
    assert order[BOOTSTRAP.name] < order[service_root(services()[0]).name]
    assert order[SHIFT] < order[PLATFORM.name] < order[GATEWAY.name]
    assert order[PROVIDER] < order[PACKAGES]


def test_what_takes_long_is_applied_alone_before_its_root(day: Day) -> None:
    day.published.set()

    day.run()

    early = [each for each in day.done if ": module." in each]
    assert early
    assert all(day.done.index(each) < day.done.index(each.split(":")[0]) for each in early)


def test_nothing_waits_for_a_platform_that_fails(day: Day) -> None:
    def fail() -> str:
        raise CommandError("the platform failed")

    with pytest.raises(CommandError, match="the platform failed"):
        day.run(**{PLATFORM.name: fail})

    assert SHIFT not in day.done


def test_every_step_is_still_done(day: Day) -> None:
    names = {step.name for step in arranged(day.steps, day.site)}

    assert {step.name for step in day.steps} | {PROVIDER, PUBLISHED} <= names


def test_a_root_tells_which_of_its_modules_take_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = service_root("parcels").folder
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text('module "parcels" { source = "../../modules/service" }\n')
    (folder / "key.tf").write_text('module "key" { source = "../../modules/table_key" }\n')

    assert slow_modules(service_root("parcels")) == ["module.key"]


@pytest.mark.parametrize("name", sorted(SLOW))
def test_the_modules_that_take_long_are_there(name: str) -> None:
    assert (MODULES / name / "main.tf").is_file()


@pytest.mark.parametrize("service", services())
def test_what_begins_early_needs_only_the_environment(service: str) -> None:
    root = service_root(service)
    calls = [
        call
        for path in root.folder.glob("*.tf")
        for block in hcl.read(path).get("module", [])
        for name, call in block.items()
        if f"module.{name}" in slow_modules(root)
    ]

    expressions = {str(each) for call in calls for each in call.values() if "${" in str(each)}
    assert all("aws." in each or "local.environment" in each for each in expressions)
