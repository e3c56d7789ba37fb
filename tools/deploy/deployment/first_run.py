"""The first run on this machine: fixed delays of Terraform's provider pass beside each other."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tools import hcl
from tools.deploy.deployment.account import STATE_BUCKET
from tools.deploy.deployment.everything import CALM
from tools.deploy.deployment.site import PACKAGES, Site
from tools.deploy.deployment.step import Step
from tools.deploy.terraform.root import BOOTSTRAP, GATEWAY, PLATFORM, Root, service_root, services
from tools.deploy.terraform.run import Terraform
from tools.deploy.where.place import Place

# Modules of Terraform that need nothing of the platform, and for which the provider waits longest.
SLOW = {"dead_letters", "table_key"}
PROVIDER, PUBLISHED = "Terraform's provider", "platform is published"
POLL_SECONDS = 0.2
# What begins early reads no package: the root's is not built yet.
UNBUILT = {"package": "not built yet"}


def arranged(steps: Sequence[Step], site: Site) -> list[Step]:
    """The steps of `everything` for an AWS in which they never came to their end.

    What a service's root waits for longest begins before the platform is there, and services begin
    as soon as they can find the platform, while the rest of it is still made.
    """
    ended = threading.Event()
    begins = {root.name: _begin(site.place, root) for root in _roots() if slow_modules(root)}
    more = {
        PACKAGES: (PROVIDER,),
        PLATFORM.name: (PROVIDER,),
        BOOTSTRAP.name: (PACKAGES,),  # then processors are idle: the platform waits
        GATEWAY.name: (PLATFORM.name,),
        **{name: (step.name,) for name, step in begins.items()},
    }
    works = {step.name: step.work for step in steps}
    works[PLATFORM.name] = _ending(works[PLATFORM.name], ended)
    needs = {step.name: step.needs + more.get(step.name, ()) for step in steps}
    needs[CALM] = (PUBLISHED, BOOTSTRAP.name)
    rearranged = [replace(step, needs=needs[step.name], work=works[step.name]) for step in steps]
    return [_provider(site.place), *rearranged, _published(site, ended), *begins.values()]


def slow_modules(root: Root) -> list[str]:
    """The addresses of these modules in a service's root."""
    return [
        f"module.{name}"
        for path in sorted(root.folder.glob("*.tf"))
        for calls in hcl.read(path).get("module", [])
        for name, call in calls.items()
        if Path(call["source"]).name in SLOW
    ]


def _roots() -> list[Root]:
    return [service_root(name) for name in services()]


def _provider(place: Place) -> Step:
    """Check the provider once, while the embedded AWS starts, so that every run attaches to it."""

    def check() -> str:
        Terraform(PLATFORM, place).check_provider()
        return ""

    return Step(PROVIDER, check, quiet=True)


def _begin(place: Place, root: Root) -> Step:
    def begin() -> str:
        return Terraform(root, place).apply(UNBUILT, only=slow_modules(root))

    return Step(f"{root.name} begins", begin, needs=(STATE_BUCKET, PROVIDER))


def _published(site: Site, ended: threading.Event) -> Step:
    """Wait until services can find the platform; in vain only if its apply fails."""

    def wait() -> str:
        while not ended.is_set() and site.registry.parameter(PLATFORM.name) is None:
            time.sleep(POLL_SECONDS)
        return ""

    # Those of the platform: when this one waits, the platform's apply has begun.
    return Step(PUBLISHED, wait, needs=(STATE_BUCKET, PROVIDER))


def _ending(work: Callable[[], str], ended: threading.Event) -> Callable[[], str]:
    def work_and_tell() -> str:
        try:
            return work()
        finally:
            ended.set()

    return work_and_tell
