"""The stack of this machine: start it, serve saved changes, stop it."""

import contextlib
import queue
import sys
import threading
import time
import webbrowser
from argparse import Namespace
from collections.abc import Callable

from botocore.exceptions import BotoCoreError

from embedded_aws import LocalConfig
from tools.build.packages.code import ROOT
from tools.command import CommandError
from tools.deploy import local_stack
from tools.deploy.commands.say import console, say
from tools.deploy.operations import logs
from tools.deploy.releases.registry import Registry
from tools.deploy.terraform.cli import check_terraform
from tools.deploy.terraform.root import services
from tools.deploy.where.place import Place
from tools.develop.reload.served import Embedded, UnreachableError
from tools.develop.reload.watch import Watcher


def up(place: Place, _: Namespace) -> None:
    """Start this machine's stack in the background and deploy everything into it."""
    local_stack.check_is_it(place, "up")
    _bring_up(place)
    console.print("`make down` stops it; its data is kept.", highlight=False)


def _bring_up(place: Place) -> None:
    check_terraform()
    first, starting = local_stack.is_new(), local_stack.Starting()
    # A second of imports, in which the embedded AWS starts.
    from tools.deploy.commands.bringing_up import bring_up  # noqa: PLC0415

    bring_up(place, starting.wait, first=first)


def run(place: Place, _: Namespace) -> None:
    """Start and deploy in the foreground, and show the logs until Ctrl-C."""
    local_stack.check_is_it(place, "run")
    lines: queue.Queue[str] = queue.Queue()
    watcher = _watcher(place, lines.put)
    watcher.remember()
    try:
        _bring_up(place)
        console.print(
            "Saved changes of services and shared are served at once; logs follow. "
            "Ctrl-C stops the stack.\n",
            highlight=False,
        )
        threading.Thread(target=watcher.watch, daemon=True).start()
        _follow(place, lines)
    except KeyboardInterrupt:
        console.print("\nStopping …")
    finally:
        console.print(local_stack.embedded_aws("stop"), highlight=False, soft_wrap=True)


def watch(place: Place, _: Namespace) -> None:
    """Serve saved changes on a stack in the background, until Ctrl-C."""
    local_stack.check_is_it(place, "watch")
    place.check_reachable()
    watcher = _watcher(place, say)
    with contextlib.suppress(KeyboardInterrupt):
        watcher.reload(time.monotonic())
        say("Saved changes of services and shared are served at once; Ctrl-C ends this.")
        watcher.watch()


def show_console(place: Place, arguments: Namespace) -> None:
    """Print the address of the console of this machine's stack, and open it in the browser."""
    local_stack.check_is_it(place, "console")
    place.check_reachable()
    address = LocalConfig.read().console
    say(address)
    if sys.stdout.isatty() and not arguments.print:
        webbrowser.open(address)


def _watcher(place: Place, tell: Callable[[str], None]) -> Watcher:
    registry = Registry(place)

    def function_of(service: str) -> str | None:
        try:
            deployed = registry.parameter(f"services/{service}")
        except (BotoCoreError, CommandError) as error:
            raise UnreachableError(f"{error}; is `make up` done?") from error
        return deployed["function_name"] if deployed else None

    return Watcher(ROOT, Embedded(services, function_of), tell)


def _follow(place: Place, lines: queue.Queue[str]) -> None:
    """Print lines of the access log and of every function, as they arrive."""
    gateway = Registry(place).parameter("gateway") or {}
    groups = {"gateway": gateway["access_log_group"]}
    groups |= {name: logs.group_of(place, name) for name in services()}

    def read(name: str, group: str) -> None:
        with contextlib.suppress(CommandError):  # the stack has ended
            for line in logs.lines(place, group, 0, follow=True):
                lines.put(f"[{name}] {line}")

    for name, group in groups.items():
        threading.Thread(target=read, args=(name, group), daemon=True).start()
    while True:
        say(lines.get())


def down(place: Place, _: Namespace) -> None:
    """Stop this machine's stack, which saves its data."""
    local_stack.check_is_it(place, "down")
    console.print(local_stack.embedded_aws("stop"), highlight=False, soft_wrap=True)
