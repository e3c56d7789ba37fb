"""`python -m tools.deploy …`: the deployment targets of the Makefile."""

import ast
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tools import command
from tools.command import Work
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named
from tools.deploy.where.place import Place

Ask = Callable[[Place, Namespace], int | None]
COMMANDS = Path(__file__).parent / "commands"


def _in_its_place(module: str, function: str) -> Work:
    def work(arguments: Namespace) -> int | None:
        environment = named(arguments.env)
        region = arguments.region
        place = environment.place_in(region) if region else environment.primary
        place.cloud.forget_others()
        # Of all commands the one that was asked for: to import the others takes a second.
        ask: Ask = getattr(import_module(f"tools.deploy.commands.{module}"), function)
        return ask(place, arguments)

    return work


def _promise(module: str, function: str) -> str:
    """The first line of a command's docstring, without importing it."""
    tree = ast.parse((COMMANDS / f"{module}.py").read_text(encoding="utf-8"))
    functions = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    return (ast.get_docstring(functions[function]) or "").partition("\n")[0]


def _parser() -> ArgumentParser:
    parser = command.parser("tools.deploy", __doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="environment (ENV)")
    parser.add_argument(
        "--region",
        default=os.environ.get("REGION", ""),
        help="one region of an environment that has two (REGION); without it a change goes to "
        "both, the primary first, and everything else looks at the primary",
    )
    jobs = command.jobs_of(parser)

    def job(name: str, module: str, function: str = "") -> ArgumentParser:
        function = function or name
        return command.job(jobs, name, _in_its_place(module, function), _promise(module, function))

    _deployments(job)
    _operations(job)
    _consumers(job)
    return parser


type Job = Callable[..., ArgumentParser]


def _deployments(job: Job) -> None:
    """Arguments of what makes, plans and takes away."""
    for name in ("run", "up", "watch", "down"):
        job(name, "stack")
    page = job("console", "stack", "show_console")
    page.add_argument("--print", action="store_true", help="open no browser")
    job("status", "looking")
    job("alarms", "looking")
    deploy = job("deploy", "deployments")
    deploy.add_argument("service", nargs="?", help="a service, or gateway: consumers and limits")
    deploy.add_argument("--plans", help="apply the saved plans in this folder, and nothing else")
    plan = job("plan", "deployments")
    plan.add_argument("root", help="a service, gateway, platform or bootstrap")
    plan.add_argument("--preview", action="store_true", help="gateway: with this tree's contracts")
    plan.add_argument("--save", help="keep it in this folder, encrypted, for `deploy --plans`")
    plan.add_argument("--detailed", action="store_true", help="end with 2 when changes are pending")
    destroy = job("destroy", "deployments")
    destroy.add_argument("service", nargs="?")
    unlock = job("unlock", "operating")
    unlock.add_argument("root", help="a service, gateway, platform or bootstrap")
    pages = job("portal", "portal")
    pages.add_argument("what", choices=("deploy", "plan", "destroy", "visitor"))
    pages.add_argument("--name", default="", help="of the visitor (NAME)")
    for each in (destroy, unlock, pages, job("sweep", "deployments")):
        each.add_argument("--yes", action="store_true", help="do not ask")


def _operations(job: Job) -> None:
    """Arguments of what is done to a running service."""
    job("rollback", "deployments").add_argument("service")
    job("releases", "looking").add_argument("service")
    restore = job("restore", "operating")
    restore.add_argument("service")
    restore.add_argument("--at", help="the moment, RFC 3339 (AT)")
    logs = job("logs", "looking", "show_logs")
    logs.add_argument("service")
    logs.add_argument("--follow", action="store_true", help="go on until Ctrl-C")
    logs.add_argument("--since", default="1h", help="how far back: 90s, 10m, 2h, 1d")
    level = job("log_level", "operating")
    level.add_argument("service")
    level.add_argument(
        "--level", help="DEBUG, INFO …; with a share of requests at DEBUG: INFO 0.01"
    )


def _consumers(job: Job) -> None:
    """Arguments of what is done for consumers."""
    token = job("token", "calling")
    token.add_argument("--consumer", required=True)
    token.add_argument("--scope", help="these scopes only, separated by spaces")
    token.add_argument("--key", type=Path, help="private key of a consumer that signs its tokens")
    consumer_key = job("consumer_key", "calling")
    consumer_key.add_argument("--consumer", required=True)
    consumer_key.add_argument("--key", type=Path, required=True, help="file that is made for it")
    rotate = job("rotate_secret", "operating")
    rotate.add_argument("--consumer", required=True)
    mode = rotate.add_mutually_exclusive_group()
    mode.add_argument("--finish", action="store_true", help="end the secret that was replaced")
    mode.add_argument("--status", action="store_true", help="change nothing, show what there is")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; expected failures end with a message and status 1."""
    return command.run(_parser(), argv)


if __name__ == "__main__":
    sys.exit(main())
