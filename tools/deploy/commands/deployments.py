"""Deploy, plan, roll back and destroy."""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.commands.say import check_confirmed, console, say
from tools.deploy.deployment import everything, removal
from tools.deploy.deployment.going_back import going_back, stopping
from tools.deploy.deployment.journal import NoJournal, PlaceJournal
from tools.deploy.deployment.runner import Runner
from tools.deploy.deployment.site import Site
from tools.deploy.deployment.step import Step
from tools.deploy.deployment.times import Times
from tools.deploy.releases.going_live import release_before, release_live
from tools.deploy.saved_plans import seal
from tools.deploy.saved_plans.applying import ReviewedPlans
from tools.deploy.saved_plans.folder import SavedPlans
from tools.deploy.terraform.cli import check_terraform
from tools.deploy.terraform.root import GATEWAY, Root, check_service, root_named
from tools.deploy.terraform.run import Terraform
from tools.deploy.terraform.variables import planned_roots
from tools.deploy.terraform.workspace import PENDING
from tools.deploy.where.environment import named
from tools.deploy.where.leases import Lease, now
from tools.deploy.where.place import Place
from tools.progress import Progress


def _site(place: Place) -> Site:
    check_terraform()
    place.check_reachable()
    return Site(place, Progress(console))


def _places(place: Place, arguments: Namespace) -> list[Place]:
    """The regions of a change: the one that was named, else all."""
    return [place] if arguments.region else place.environment.places


def in_each(
    places: Sequence[Place], work: Callable[[Place], None], say: Callable[[str], None]
) -> None:
    """Do the work in each region; a failure leaves the following regions unchanged."""
    for index, place in enumerate(places):
        if len(places) > 1:
            say(f"{place.environment.name} in {place.region}")
        try:
            work(place)
        except CommandError as error:
            left = ", ".join(each.region for each in places[index + 1 :])
            if not left:
                raise
            raise CommandError(
                f"{error}\n{place.environment.name} in {left} was left as it is."
            ) from error


def deploy(place: Place, arguments: Namespace) -> None:
    """Deploy one service, the gateway, or everything."""
    if arguments.service not in {None, GATEWAY.name}:
        check_service(arguments.service)
    in_each(_places(place, arguments), lambda each: _deploy_in(each, arguments), say)


def _deploy_in(place: Place, arguments: Namespace) -> None:
    chosen = arguments.service
    site, journal = _site(place), PlaceJournal(place, trusting=False)
    if arguments.plans:
        seal.key()
        site.reviewed = ReviewedPlans(SavedPlans(Path(arguments.plans), place), journal)
    Runner(site.progress, journal, Times.of(place)).run(_steps(site, chosen))
    if local_stack.is_it(place) and chosen in {None, GATEWAY.name}:
        local_stack.write_outputs(place)
    seconds = site.progress.total()
    console.print(
        f"[bold]{chosen or 'everything'} is live in {place.name}[/] after {seconds:.1f} s"
    )


def _steps(site: Site, chosen: str | None) -> list[Step]:
    """The steps of a deployment of this service, of the gateway, or of all."""
    if chosen is None:
        return everything.everything(site)
    if chosen == GATEWAY.name:
        return everything.of_gateway(site)
    return everything.of_service(site, chosen)


def plan(place: Place, arguments: Namespace) -> int:
    """Show the changes that applying a root would make."""
    root = root_named(arguments.root)
    is_kept = bool(arguments.save)
    _, variables = planned_roots(place, preview=arguments.preview or is_kept)[root.short_name]
    check_terraform()
    place.check_reachable()
    if is_kept:
        _save(SavedPlans(Path(arguments.save), place), root, variables())
        return 0
    text, pending = Terraform(root, place).plan(variables())
    print(text)
    return PENDING if pending and arguments.detailed else 0


def _save(plans: SavedPlans, root: Root, variables: Mapping[str, Any]) -> None:
    """Keep the plan, and tell the actions in it."""
    planned = json.loads(plans.keep(root, variables))
    for change in planned.get("resource_changes", []):
        if change["mode"] == "managed" and change["change"]["actions"] != ["no-op"]:
            say(f"  {' and '.join(change['change']['actions'])}: {change['address']}")
    say(f"saved, encrypted: {plans.path(root)}")


def destroy(place: Place, arguments: Namespace) -> None:
    """Destroy one service, or the whole environment."""
    subject = arguments.service or "everything"
    if arguments.service:
        check_service(arguments.service)
    check_confirmed(f"Destroy {subject} in {place.environment.name}?", yes=arguments.yes)
    # The second region uses what the primary has, so it goes first.
    places = _places(place, arguments)[::-1]
    in_each(places, lambda each: _destroy_in(each, arguments.service), say)


def _destroy_in(place: Place, service: str | None) -> None:
    site = _site(place)
    steps = removal.of_service(site, service) if service else removal.everything(site)
    Runner(site.progress, NoJournal(), Times.of(site.place)).run(steps)
    seconds = site.progress.total()
    console.print(f"{service or 'everything'} is gone from {place.name} after {seconds:.1f} s")


def sweep(place: Place, arguments: Namespace) -> None:
    """Destroy the expired environments of this account and region."""
    check_terraform()
    place.check_reachable()
    leases = place.leases().all()
    for lease in leases:
        say(lease.line(now()))
    expired = [lease for lease in leases if lease.has_expired(now())]
    names = ", ".join(lease.name for lease in expired)
    if not expired:
        say("nothing to sweep")
        return
    check_confirmed(f"Destroy {names}?", yes=arguments.yes)
    _destroy_each(expired)
    say(f"swept: {names}")


def _destroy_each(leases: Sequence[Lease]) -> None:
    """Destroy all of them, although one may fail; CommandError names every failure."""
    failures = []
    for lease in leases:
        site = Site(named(lease.name, lease.base).primary, Progress(console))
        try:
            Runner(site.progress, NoJournal(), Times.of(site.place)).run(removal.everything(site))
        except CommandError as error:
            failures.append(f"{lease.name}: {error}")
    if failures:
        raise CommandError("not swept:\n" + "\n".join(failures))


def rollback(place: Place, arguments: Namespace) -> None:
    """Go back to the previous release, in one region."""
    places, service = _places(place, arguments), arguments.service
    name = place.environment.name
    if len(places) > 1:  # one may be a release behind the other, and must not go further back
        known = " and ".join(f"REGION={each.region}" for each in places)
        raise CommandError(f"{name} has two regions; say which goes back: {known}")
    site = _site(place)
    deployed = site.registry.parameter(f"services/{service}")
    if deployed is None:
        raise CommandError(f"{service} is not deployed in {place.name}")
    function_name, runner = (
        deployed["function_name"],
        Runner(site.progress, NoJournal(), Times.of(site.place)),
    )
    under_way = site.shifts.under_way(function_name)
    if under_way:
        live = release_live(site.registry, service, function_name)
        runner.run(stopping(site, live, under_way))
        console.print(
            f"[bold]The release under way was stopped; {service} stays at version "
            f"{live.version}[/]; `make rollback-{service}` again goes further back",
            highlight=False,
        )
        return
    before = release_before(site.registry, service, function_name)
    runner.run(going_back(site, before))
    console.print(
        f"[bold]{service} is back at version {before.version}[/] "
        f"after {site.progress.total():.1f} s; the next deploy goes on from the working tree",
        highlight=False,
    )
