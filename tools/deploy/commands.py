"""What `make` can ask for, one function each."""

import contextlib
import queue
import sys
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import BotoCoreError
from rich.console import Console

from embedded_aws import LocalConfig
from tools.build.contracts.documents import published_file
from tools.build.packages.code import ROOT
from tools.build.services import services_with_routes
from tools.command import CommandError
from tools.deploy import alarms as alarms_
from tools.deploy import identity, logs, sample
from tools.deploy import releases as releases_
from tools.deploy import restore as restore_
from tools.deploy.consumer_secrets import rotation_of
from tools.deploy.environment import VALUES, Environment
from tools.deploy.leases import Lease, now
from tools.deploy.log_level import switch
from tools.deploy.regions import in_each
from tools.deploy.registry import Registry
from tools.deploy.release import release_before, service_root, variables_of
from tools.deploy.shifting import told as told_of
from tools.deploy.stack import (
    BOOTSTRAP,
    GATEWAY,
    PLATFORM,
    Stack,
    local,
    services,
    shifts_of,
    start_embedded_aws,
    write_outputs,
)
from tools.deploy.steps import Steps
from tools.deploy.terraform import Root, Terraform, check_terraform
from tools.develop.reload.served import Embedded, UnreachableError
from tools.develop.reload.watch import Watcher

console = Console()


def _stack(environment: Environment) -> tuple[Stack, Steps]:
    check_terraform()
    environment.check_reachable()
    steps = Steps(console)
    return Stack(environment, steps), steps


def _only_local(environment: Environment, command: str) -> None:
    if not environment.is_the_stack:
        raise CommandError(
            f"`make {command}` is for this machine; use `make deploy ENV={environment.name}`"
        )


def up(environment: Environment, _: Namespace) -> None:
    """Start this machine's stack in the background and deploy everything into it."""
    _only_local(environment, "up")
    _bring_up(environment)
    console.print("`make down` stops it; its data is kept.", highlight=False)


def _bring_up(environment: Environment) -> None:
    check_terraform()
    steps = Steps(console)
    start_embedded_aws(environment, steps)
    Stack(environment, steps).deploy_all()
    outputs = write_outputs(environment)
    with steps.step("first request") as step:
        answer = sample.place_an_order(environment, outputs)
        step.result = str(answer[0])
    sample.show(console, outputs, answer)
    config = LocalConfig.read()
    console.print(
        f"\n[bold]The API is live at {outputs['api_url']}[/] after {steps.total():.1f} s. "
        f"Consumers and their secrets: {config.directory / 'outputs.json'}",
        highlight=False,
        soft_wrap=True,
    )
    if missing := local("gaps"):
        console.print(missing, markup=False, highlight=False, soft_wrap=True)


def run(environment: Environment, _: Namespace) -> None:
    """The same in the foreground: shows the logs, and Ctrl-C ends it."""
    _only_local(environment, "run")
    found: queue.Queue[str] = queue.Queue()
    watcher = _watcher(environment, found.put)
    watcher.remember()
    try:
        _bring_up(environment)
        console.print(
            "Saved changes of services and shared are served at once; logs follow. "
            "Ctrl-C stops the stack.\n",
            highlight=False,
        )
        threading.Thread(target=watcher.watch, daemon=True).start()
        _follow(environment, found)
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        console.print(local("stop"), highlight=False, soft_wrap=True)


def watch(environment: Environment, _: Namespace) -> None:
    """Serve saved changes on a stack that runs in the background, until Ctrl-C."""
    _only_local(environment, "watch")
    environment.check_reachable()
    watcher = _watcher(environment, _say)
    with contextlib.suppress(KeyboardInterrupt):
        watcher.reload(time.monotonic())
        _say("Saved changes of services and shared are served at once; Ctrl-C ends this.")
        watcher.watch()


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _watcher(environment: Environment, say: Callable[[str], None]) -> Watcher:
    registry = Registry(environment)

    def function_of(service: str) -> str | None:
        try:
            found = registry.parameter(f"services/{service}")
        except (BotoCoreError, CommandError) as error:
            raise UnreachableError(f"{error}; is `make up` done?") from error
        return found["function_name"] if found else None

    return Watcher(ROOT, Embedded(services, function_of), say)


def _follow(environment: Environment, found: queue.Queue[str]) -> None:
    """Lines of the access log and of every function, as they come."""
    gateway = Registry(environment).parameter("gateway") or {}
    groups = {"gateway": gateway["access_log_group"]}
    groups |= {name: _log_group(environment, name) for name in services()}

    def read(name: str, group: str) -> None:
        with contextlib.suppress(CommandError):  # the stack has ended
            for line in logs.lines(environment, group, 0, follow=True):
                found.put(f"[{name}] {line}")

    for name, group in groups.items():
        threading.Thread(target=read, args=(name, group), daemon=True).start()
    while True:
        _say(found.get())


def _log_group(environment: Environment, service: str) -> str:
    if service not in services():
        raise CommandError(f"there is no service {service}; there are {', '.join(services())}")
    return f"/aws/lambda/groundplan-{environment.name}-{service}"


def down(environment: Environment, _: Namespace) -> None:
    """Stop this machine's stack; its data is kept."""
    _only_local(environment, "down")
    console.print(local("stop"), highlight=False, soft_wrap=True)


def status(environment: Environment, _: Namespace) -> None:
    """Which release of each service is live."""
    if environment.is_local:
        console.print(local("status"), markup=False, highlight=False, soft_wrap=True)
    registry, shifts = Registry(environment), shifts_of(environment, Steps(console))
    for service in services():
        found = registry.parameter(f"services/{service}")
        if found is None:
            console.print(f"{service}: not deployed")
            continue
        live = registry.live_version(found["function_name"])
        release = next((r for r in registry.releases(service) if r.version == live), None)
        told = f", commit {release.commit}, {release.time} by {release.author}" if release else ""
        console.print(f"{service}: version {live}{told}", highlight=False)
        shifting = shifts.under_way(found["function_name"])
        if shifting:
            console.print(f"  {told_of(service, shifting)}", highlight=False)


def alarms(environment: Environment, _: Namespace) -> None:
    """Every alarm with its state, since when, and why."""
    environment.check_reachable()
    found = alarms_.found(environment)
    if not found:
        console.print(f"no alarms are deployed in {environment.name}")
        return
    console.print(alarms_.table(found, datetime.now(UTC)), highlight=False)


def deploy(environment: Environment, arguments: Namespace) -> None:
    """Deploy one service, or everything."""
    service = arguments.service
    if service and service not in services():
        raise CommandError(f"there is no service {service}; there are {', '.join(services())}")
    in_each(_places(environment, arguments), lambda place: _deploy_in(place, service), _say)


def _places(environment: Environment, arguments: Namespace) -> list[Environment]:
    """Where a change goes: to the region that was named, else to every region."""
    return [environment] if arguments.region else environment.regions()


def _deploy_in(environment: Environment, service: str | None) -> None:
    stack, steps = _stack(environment)
    if service:
        stack.deploy(service)
    else:
        stack.deploy_all()
    if environment.is_the_stack and not service:
        write_outputs(environment)
    what = service or "everything"
    console.print(f"[bold]{what} is live in {environment.place}[/] after {steps.total():.1f} s")


def planned_roots(
    environment: Environment, *, preview: bool = False
) -> dict[str, tuple[Root, Callable[[], dict[str, Any]]]]:
    """Every root, and how to get the variables that its plan needs."""
    stack = Stack(environment, Steps(console))
    roots: dict[str, tuple[Root, Callable[[], dict[str, Any]]]] = {
        "bootstrap": (BOOTSTRAP, stack.bootstrap_variables),
        "platform": (PLATFORM, stack.platform_variables),
        "gateway": (
            GATEWAY,
            lambda: stack.gateway_variables() | (_preview() if preview else {}),
        ),
    }
    for service in services():
        roots[service] = (
            service_root(service),
            lambda service=service: variables_of(environment, service),  # type: ignore[misc]
        )
    return roots


def plan(environment: Environment, arguments: Namespace) -> None:
    """What an apply of a root would change."""
    roots = planned_roots(environment, preview=arguments.preview)
    if arguments.root not in roots:
        raise CommandError(f"there is no root {arguments.root}; there are {', '.join(roots)}")
    root, variables = roots[arguments.root]
    check_terraform()
    environment.check_reachable()
    print(Terraform(root, environment).plan(variables()))


def _preview() -> dict[str, Any]:
    """The working tree's contracts over the live ones."""
    return {
        "preview_contracts": {
            service: str(published_file(service).resolve()) for service in services_with_routes()
        }
    }


def log_level(environment: Environment, arguments: Namespace) -> None:
    """Show or switch a service's log level; its functions follow within a minute."""
    environment.check_reachable()
    holds = switch(environment, arguments.service, arguments.level)
    console.print(f"{arguments.service} logs at {holds} in {environment.name}", highlight=False)


def destroy(environment: Environment, arguments: Namespace) -> None:
    """Take one service, or the whole environment, down."""
    what = arguments.service or "everything"
    if not arguments.yes and not _confirmed(f"Destroy {what} in {environment.name}?"):
        raise CommandError("nothing was destroyed; YES=1 answers the question")
    # The second region uses what the primary has, so it goes first.
    places = _places(environment, arguments)[::-1]
    in_each(places, lambda place: _destroy_in(place, arguments.service), _say)


def _destroy_in(environment: Environment, service: str | None) -> None:
    stack, steps = _stack(environment)
    if service:
        stack.destroy(service)
    else:
        stack.destroy_all()
    what = service or "everything"
    console.print(f"{what} is gone from {environment.place} after {steps.total():.1f} s")


def sweep(environment: Environment, arguments: Namespace) -> None:
    """Destroy the environments of this account and region whose time is over."""
    check_terraform()
    environment.check_reachable()
    found = environment.leases().all()
    for lease in found:
        _say(lease.told(now()))
    expired = [lease for lease in found if lease.has_expired(now())]
    names = ", ".join(lease.name for lease in expired)
    if not expired:
        _say("nothing to sweep")
        return
    if not arguments.yes and not _confirmed(f"Destroy {names}?"):
        raise CommandError("nothing was destroyed; YES=1 answers the question")
    _destroy_each(expired)
    _say(f"swept: {names}")


def _destroy_each(leases: Sequence[Lease]) -> None:
    """All of them, although one may fail; CommandError says what went wrong with which."""
    failures = []
    for lease in leases:
        try:
            Stack(Environment.named(lease.name, lease.base), Steps(console)).destroy_all()
        except CommandError as error:
            failures.append(f"{lease.name}: {error}")
    if failures:
        raise CommandError("not swept:\n" + "\n".join(failures))


def restore(environment: Environment, arguments: Namespace) -> None:
    """A service's table as it was at a moment, beside the one in use."""
    at = restore_.moment(arguments.at)
    if environment.is_second:
        raise CommandError("tables are the primary region's; restore them there, without REGION")
    environment.check_reachable()
    found = Registry(environment).parameter(f"services/{arguments.service}")
    if not found or not found["table_name"]:
        raise CommandError(f"{arguments.service} has no table in {environment.name}")
    source = found["table_name"]
    target = restore_.target_name(source, at)
    tables, steps = restore_.Tables(environment.client("dynamodb")), Steps(console)
    tables.restore(source, target, at)
    with steps.step(f"restore {target}") as step:
        step.result = tables.wait_for(target)
    with steps.step("count items"):
        restored = restore_.Restored(source, target, tables.items(source), tables.items(target))
    _say(restored.told(arguments.service, str(VALUES / environment.values_file.name)))


def _confirmed(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(f"{question} Type yes: ").strip() == "yes"


def rollback(environment: Environment, arguments: Namespace) -> None:
    """Back to the release before, in one region."""
    places, service = _places(environment, arguments), arguments.service
    if len(places) > 1:  # one may be a release behind the other, and must not go further back
        known = " and ".join(f"REGION={each.region}" for each in places)
        raise CommandError(f"{environment.name} has two regions; say which goes back: {known}")
    stack, steps = _stack(environment)
    registry = Registry(environment)
    found = registry.parameter(f"services/{service}")
    if found is None:
        raise CommandError(f"{service} is not deployed in {environment.place}")
    stopped = stack.stop_release(service, found["function_name"])
    if stopped:
        console.print(
            f"[bold]The release under way was stopped; {service} stays at version "
            f"{stopped.version}[/]; `make rollback-{service}` again goes further back",
            highlight=False,
        )
        return
    before = release_before(registry, service, found["function_name"])
    stack.go_back(before)
    console.print(
        f"[bold]{service} is back at version {before.version}[/] "
        f"after {steps.total():.1f} s; the next deploy goes on from the working tree",
        highlight=False,
    )


def releases(environment: Environment, arguments: Namespace) -> None:
    """Every release of a service: version, state, commit, time, author."""
    environment.check_reachable()
    registry = Registry(environment)
    found = registry.parameter(f"services/{arguments.service}")
    if found is None:
        raise CommandError(f"{arguments.service} is not deployed in {environment.name}")
    known = registry.releases(arguments.service)
    live = registry.live_version(found["function_name"])
    console.print(releases_.table(known, live), highlight=False)


def show_logs(environment: Environment, arguments: Namespace) -> None:
    """Log lines of a service."""
    group = _log_group(environment, arguments.service)
    seconds = logs.since_seconds(arguments.since)
    environment.check_reachable()
    try:
        for line in logs.lines(environment, group, seconds, follow=arguments.follow):
            print(line, flush=arguments.follow)
    except KeyboardInterrupt:
        return


def token(environment: Environment, arguments: Namespace) -> None:
    """An access token, and nothing else."""
    print(identity.token(environment, arguments.consumer, arguments.scope))


def rotate_secret(environment: Environment, arguments: Namespace) -> None:
    """Give a consumer a second client secret; with --finish, end the first."""
    environment.check_reachable()
    rotation, steps = rotation_of(environment, arguments.consumer), Steps(console)
    repeat = f"make rotate-secret CONSUMER={arguments.consumer}"
    after = f"`{repeat}` begins to replace it"
    if arguments.finish:
        with steps.step("end the old secret") as step:
            step.result = "" if rotation.finish() else "nothing to do, there is but one"
    elif not arguments.status:
        with steps.step("add a secret"):
            rotation.begin()
        after = (
            f"Both work. Secrets Manager hands out the new one: /{environment.name}/consumers/"
            f"{arguments.consumer}. When everybody uses it: `{repeat} FINISH=1`"
        )
    for line in [*rotation.told(), after]:
        _say(line)
    if environment.is_the_stack and not arguments.status:
        write_outputs(environment)
