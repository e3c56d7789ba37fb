"""Cold starts measured beside the usual stacks, and packages held to their budgets."""

import asyncio
import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console

from embedded_aws import RuntimeInstallError
from tools import command
from tools.build.packages.entry import Lever
from tools.command import CommandError
from tools.measure.budget import budget_of, excesses, weight_of
from tools.measure.starts import levers
from tools.measure.starts.goals import goals_of
from tools.measure.starts.modules import quickest_imports_of
from tools.measure.starts.report import show
from tools.measure.starts.run import measure
from tools.measure.starts.subjects import all_subjects, compared_services

ROUNDS, QUICK_ROUNDS = 15, 3
REQUESTS, QUICK_REQUESTS = 500, 100


def _cold(arguments: Namespace) -> None:
    """Cold start, warm requests and size, beside the usual stacks."""
    usual, requests = (QUICK_ROUNDS, QUICK_REQUESTS) if arguments.quick else (ROUNDS, REQUESTS)
    rounds = usual if arguments.rounds is None else arguments.rounds
    if rounds < 1:
        raise CommandError("--rounds is 1 or more")
    subjects = all_subjects()
    goals = [goal for service in compared_services() for goal in goals_of(service)]
    measured = asyncio.run(measure(subjects, goals, rounds, requests, _say))
    show(subjects, measured, goals, quickest_imports_of(subjects[0]), Console(width=200))


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _levers(arguments: Namespace) -> None:
    """Worth of each lever of a cold start: the package beside the same one without it."""
    if arguments.rounds < 1:
        raise CommandError("--rounds is 1 or more")
    levers.run(arguments.service, arguments.levers or list(Lever), arguments.rounds, _say)


def _budget(arguments: Namespace) -> None:
    """Packages within their limits of size and imports."""
    sentences = []
    for service in arguments.services:
        weight = weight_of(service)
        print(f"{service}: {weight.zipped_mb:.2f} MB zipped, {len(weight.modules)} modules")
        sentences += excesses(weight, budget_of(service))
    if sentences:
        raise CommandError("\n".join(sentences))


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, or check packages against their budgets."""
    parser = command.parser("tools.measure", __doc__)
    jobs = command.jobs_of(parser)
    cold = command.job(jobs, "cold", _cold)
    cold.add_argument("--rounds", type=int, help=f"{ROUNDS}, or {QUICK_ROUNDS} when quick")
    cold.add_argument("--quick", action="store_true", help="few rounds: does it work at all")
    apart = command.job(jobs, "levers", _levers)
    apart.add_argument("service")
    apart.add_argument("levers", nargs="*", type=Lever, help=f"of {', '.join(Lever)}")
    apart.add_argument("--rounds", type=int, default=ROUNDS)
    command.job(jobs, "budget", _budget).add_argument("services", nargs="+")
    return command.run(parser, argv, expected=(RuntimeInstallError,))


if __name__ == "__main__":
    sys.exit(main())
