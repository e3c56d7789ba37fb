"""Commands that only read: status, releases, alarms and logs."""

from argparse import Namespace
from datetime import UTC, datetime

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.commands.say import console, say
from tools.deploy.operations import alarms as alarms_
from tools.deploy.operations import logs
from tools.deploy.releases import history
from tools.deploy.releases.codedeploy import CodeDeploy
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.shifting import Shifts, sentence
from tools.deploy.terraform.root import check_service, services
from tools.deploy.where.cloud import Embedded
from tools.deploy.where.place import Place
from tools.progress import Progress


def status(place: Place, _: Namespace) -> int:
    """Show the live release of each service; status 1 when the embedded AWS cannot save data."""
    if isinstance(place.cloud, Embedded):
        say(local_stack.embedded_aws("status"))
    registry = Registry(place)
    shifts = Shifts(CodeDeploy(place), Progress(console), place.cloud.poll_seconds)
    for service in services():
        deployed = registry.parameter(f"services/{service}")
        if deployed is None:
            console.print(f"{service}: not deployed")
            continue
        live = registry.live_version(deployed["function_name"])
        release = next((r for r in registry.releases(service) if r.version == live), None)
        about = f", {release.sentence}" if release else ""
        say(f"{service}: version {live}{about}")
        shifting = shifts.under_way(deployed["function_name"])
        if shifting:
            console.print(f"  {sentence(service, shifting)}", highlight=False)
    return 1 if isinstance(place.cloud, Embedded) and local_stack.not_saved() else 0


def releases(place: Place, arguments: Namespace) -> None:
    """List every release of a service: version, state, commit, time, author."""
    place.check_reachable()
    registry = Registry(place)
    deployed = registry.parameter(f"services/{arguments.service}")
    if deployed is None:
        raise CommandError(f"{arguments.service} is not deployed in {place.environment.name}")
    known = registry.releases(arguments.service)
    live = registry.live_version(deployed["function_name"])
    console.print(history.table(known, live), highlight=False)


def alarms(place: Place, _: Namespace) -> None:
    """List every alarm: state, since when, and why."""
    place.check_reachable()
    every = alarms_.all_alarms(place)
    if not every:
        console.print(f"no alarms are deployed in {place.environment.name}")
        return
    console.print(alarms_.table(every, datetime.now(UTC)), highlight=False)


def show_logs(place: Place, arguments: Namespace) -> None:
    """Print log lines of a service."""
    check_service(arguments.service)
    group = logs.group_of(place, arguments.service)
    seconds = logs.since_seconds(arguments.since)
    place.check_reachable()
    try:
        for line in logs.lines(place, group, seconds, follow=arguments.follow):
            print(line, flush=arguments.follow)
    except KeyboardInterrupt:
        return
