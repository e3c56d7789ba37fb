"""The steps of a rollback: stop a running release, or go back to the previous one."""

from collections.abc import Sequence
from dataclasses import replace

from tools.deploy.deployment.site import SHIFT, Site
from tools.deploy.deployment.step import Step
from tools.deploy.releases.codedeploy import Move, Shift
from tools.deploy.releases.going_live import Applied


def stopping(site: Site, live: Applied, under_way: Shift) -> list[Step]:
    """Stop a release; the live version keeps the traffic."""
    name = f"stop the release of version {under_way.target}"

    def stop() -> str:
        site.shifts.stop(under_way.deployment_id)
        site.registry.record(replace(live, version=under_way.target), rolled_back=True)
        site.go_live([live])
        return f"version {live.version} has all traffic"

    return [Step(name, stop), site.gateway_if_behind(needs=(name,))]


def going_back(site: Site, before: Applied) -> list[Step]:
    """Shift traffic and contract of one service to an earlier release, at once."""

    def at_once(moves: Sequence[Move]) -> dict[str, str]:
        for each in moves:
            site.registry.shift(each.function_name, each.target)
        return {}

    def go_back() -> str:
        live = site.registry.live_version(before.function_name)
        site.registry.withdraw(before.service, live)
        site.go_live([before], at_once)
        return f"{before.service} version {before.version}"

    return [Step(SHIFT, go_back), site.gateway_if_behind(needs=(SHIFT,))]
