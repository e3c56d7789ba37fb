"""`python -m tools.deploy …`: what the Makefile's deployment targets call; --help tells more."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from tools.build.packages.code import BrokenModuleError, UnknownServiceError
from tools.build.packages.package import BuildError
from tools.build.services import ServiceError
from tools.deploy import commands
from tools.deploy.environment import INHERITED, LOCAL, Environment
from tools.deploy.errors import DeployError
from tools.develop.reload.served import NotReloadedError, UnreachableError

EXPECTED = (
    DeployError,
    BrokenModuleError,
    BuildError,
    ServiceError,
    NotReloadedError,
    UnknownServiceError,
    UnreachableError,
)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.deploy", description=__doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="environment (ENV)")
    parser.add_argument(
        "--region",
        default=os.environ.get("REGION", ""),
        help="one region of an environment that has two (REGION); without it a change goes to "
        "both, the primary first, and everything else looks at the primary",
    )
    commands_ = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "up", "watch", "down", "status", "alarms"):
        commands_.add_parser(name, help=getattr(commands, name).__doc__)
    deploy = commands_.add_parser("deploy", help=commands.deploy.__doc__)
    deploy.add_argument("service", nargs="?")
    plan = commands_.add_parser("plan", help=commands.plan.__doc__)
    plan.add_argument("root", help="a service, gateway, platform or bootstrap")
    plan.add_argument("--preview", action="store_true", help="gateway: with this tree's contracts")
    destroy = commands_.add_parser("destroy", help=commands.destroy.__doc__)
    destroy.add_argument("service", nargs="?")
    destroy.add_argument("--yes", action="store_true", help="do not ask")
    sweep = commands_.add_parser("sweep", help=commands.sweep.__doc__)
    sweep.add_argument("--yes", action="store_true", help="do not ask")
    rollback = commands_.add_parser("rollback", help=commands.rollback.__doc__)
    rollback.add_argument("service")
    releases = commands_.add_parser("releases", help=commands.releases.__doc__)
    releases.add_argument("service")
    restore = commands_.add_parser("restore", help=commands.restore.__doc__)
    restore.add_argument("service")
    restore.add_argument("--at", help="the moment, RFC 3339 (AT)")
    logs = commands_.add_parser("logs", help=commands.show_logs.__doc__)
    logs.add_argument("service")
    logs.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    logs.add_argument("--since", default="1h", help="how far back: 90s, 10m, 2h, 1d")
    level = commands_.add_parser("log_level", help=commands.log_level.__doc__)
    level.add_argument("service")
    level.add_argument(
        "--level", help="DEBUG, INFO …; with a share of requests at DEBUG: INFO 0.01"
    )
    token = commands_.add_parser("token", help=commands.token.__doc__)
    token.add_argument("--consumer", required=True)
    token.add_argument("--scope", help="these scopes only, separated by spaces")
    rotate = commands_.add_parser("rotate_secret", help=commands.rotate_secret.__doc__)
    rotate.add_argument("--consumer", required=True)
    what = rotate.add_mutually_exclusive_group()
    what.add_argument("--finish", action="store_true", help="end the secret that was replaced")
    what.add_argument("--status", action="store_true", help="change nothing, show what there is")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; expected failures end with a sentence and status 1."""
    arguments = _parser().parse_args(argv)
    name = "show_logs" if arguments.command == "logs" else arguments.command
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        environment = Environment.named(arguments.env)
        if arguments.region:
            environment = environment.in_region(arguments.region)
        if environment.is_local:  # a profile or token of another AWS has no business here
            for inherited in INHERITED:
                os.environ.pop(inherited, None)
        getattr(commands, name)(environment, arguments)
    except EXPECTED as error:
        _tell(str(error))
        return 1
    except (BotoCoreError, ClientError) as error:
        _tell(f"AWS refused or does not answer: {error}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _tell(message: str) -> None:
    console = Console(stderr=True)
    console.print(f"[bold red]error:[/] {_escaped(message)}", highlight=False, soft_wrap=True)


def _escaped(message: str) -> str:
    return message.replace("[", r"\[")


if __name__ == "__main__":
    sys.exit(main())
