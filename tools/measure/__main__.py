"""`python -m tools.measure cold [--rounds N] | levers <service> [<lever>…] | budget <service>…`."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from rich.console import Console

from embedded_aws.functions.runtime import RuntimeInstallError
from tools.build.packages.code import BrokenModuleError, UnknownServiceError
from tools.build.packages.entry import Lever
from tools.build.packages.package import BuildError
from tools.measure import levers
from tools.measure.budget import NoBudgetError, budget_of, excesses, weight_of
from tools.measure.cold import NoAnswerError
from tools.measure.modules import ImportFailedError, quickest_imports_of
from tools.measure.reference import InstallationError
from tools.measure.report import show
from tools.measure.run import measure
from tools.measure.subjects import all_subjects

ROUNDS, QUICK_ROUNDS = 15, 3
REQUESTS, QUICK_REQUESTS = 500, 100
PROBLEMS = (
    BrokenModuleError,
    BuildError,
    ImportFailedError,
    InstallationError,
    NoAnswerError,
    NoBudgetError,
    RuntimeInstallError,
    UnknownServiceError,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, or hold packages to their budgets."""
    arguments = _parser().parse_args(argv)
    try:
        if arguments.job == "budget":
            return _budget(arguments.services)
        if arguments.job == "levers":
            levers.run(arguments.service, arguments.levers or list(Lever), arguments.rounds, _say)
            return 0
        return _cold(arguments.rounds, quick=arguments.quick)
    except PROBLEMS as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.measure", description=__doc__)
    jobs = parser.add_subparsers(dest="job", required=True)
    cold = jobs.add_parser("cold")
    cold.add_argument("--rounds", type=int, help=f"{ROUNDS}, or {QUICK_ROUNDS} when quick")
    cold.add_argument("--quick", action="store_true", help="few rounds: does it work at all")
    apart = jobs.add_parser("levers")
    apart.add_argument("service")
    apart.add_argument("levers", nargs="*", type=Lever, help=", ".join(Lever))
    apart.add_argument("--rounds", type=int, default=ROUNDS)
    jobs.add_parser("budget").add_argument("services", nargs="+")
    return parser


def _cold(rounds: int | None, *, quick: bool) -> int:
    rounds = (QUICK_ROUNDS if quick else ROUNDS) if rounds is None else rounds
    if rounds < 1:
        print("error: --rounds is 1 or more.", file=sys.stderr)
        return 2
    subjects = all_subjects()
    requests = QUICK_REQUESTS if quick else REQUESTS
    measured = asyncio.run(measure(subjects, rounds, requests, _say))
    show(subjects, measured, quickest_imports_of(subjects[0]), Console(width=200))
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _budget(services: Sequence[str]) -> int:
    passed = []
    for service in services:
        weight = weight_of(service)
        print(f"{service}: {weight.zipped_mb:.2f} MB zipped, {len(weight.modules)} modules")
        passed += excesses(weight, budget_of(service))
    for sentence in passed:
        print(f"error: {sentence}", file=sys.stderr)
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
