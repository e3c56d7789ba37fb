"""Commands that change a running environment without a deployment."""

from argparse import Namespace

from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.commands.say import check_confirmed, console, say
from tools.deploy.operations import restore as restore_
from tools.deploy.operations.consumer_secrets import rotation_of
from tools.deploy.operations.log_level import switch
from tools.deploy.releases.registry import Registry
from tools.deploy.terraform.root import root_named
from tools.deploy.terraform.state_lock import StateLock
from tools.deploy.where.environment import VALUES
from tools.deploy.where.place import Place, Replica
from tools.progress import Progress


def log_level(place: Place, arguments: Namespace) -> None:
    """Show or switch a service's log level; its functions follow within a minute."""
    place.check_reachable()
    level = switch(place, arguments.service, arguments.level)
    console.print(
        f"{arguments.service} logs at {level} in {place.environment.name}", highlight=False
    )


def unlock(place: Place, arguments: Namespace) -> None:
    """Show who has the lock of a root's state, and take it away."""
    root = root_named(arguments.root)
    place.check_reachable()
    lock_of_state = StateLock(root, place)
    lock = lock_of_state.read()
    if lock is None:
        say(f"nobody has the lock of {root.short_name} in {place.name}")
        return
    say(f"the lock of {root.short_name} in {place.name}: {lock.sentence}")
    question = "Take it away? The state may break if that run is still at work."
    check_confirmed(question, yes=arguments.yes, refusal="nothing was unlocked")
    lock_of_state.take_away(lock)
    say(f"{root.short_name} is unlocked in {place.name}; deploy again to finish what was begun")


def restore(place: Place, arguments: Namespace) -> None:
    """Restore a service's table as it was at a time, beside the one in use."""
    at = restore_.moment(arguments.at)
    if isinstance(place, Replica):
        raise CommandError("tables are the primary region's; restore them there, without REGION")
    place.check_reachable()
    deployed = Registry(place).parameter(f"services/{arguments.service}")
    if not deployed or not deployed["table_name"]:
        raise CommandError(f"{arguments.service} has no table in {place.environment.name}")
    source = deployed["table_name"]
    target = restore_.target_name(source, at)
    tables, progress = restore_.Tables(place.client("dynamodb")), Progress(console)
    tables.restore(source, target, at)
    with progress.step(f"restore {target}") as task:
        task.result = tables.wait_for(target)
    with progress.step("count items"):
        restored = restore_.Restored(source, target, tables.items(source), tables.items(target))
    say(restored.message(arguments.service, str(VALUES / place.environment.values_file.name)))


def rotate_secret(place: Place, arguments: Namespace) -> None:
    """Add a second client secret for a consumer; with --finish, delete the first."""
    place.check_reachable()
    rotation, progress = rotation_of(place, arguments.consumer), Progress(console)
    repeat = f"make rotate-secret CONSUMER={arguments.consumer}"
    after = f"`{repeat}` begins to replace it"
    if arguments.finish:
        with progress.step("end the old secret") as task:
            task.result = "" if rotation.finish() else "nothing to do, there is but one"
    elif not arguments.status:
        with progress.step("add a secret"):
            rotation.begin()
        after = (
            f"Both work. Secrets Manager hands out the new one: /{place.environment.name}"
            f"/consumers/{arguments.consumer}. When everybody uses it: `{repeat} FINISH=1`"
        )
    for line in [*rotation.lines(), after]:
        say(line)
    if local_stack.is_it(place) and not arguments.status:
        local_stack.write_outputs(place)
