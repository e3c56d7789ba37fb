"""`make fuzz`: inputs that nobody would think of, for every reader of what comes from outside.

Atheris follows which input leads to new places of the code and changes those further. Each target
gets INPUTS inputs or SECONDS, whichever ends first; ONLY=<target> takes one. A crash is any error
that the reader does not declare, a hang or a shortage of memory; its input is printed, and stays
in .build/fuzz. KEEP=1 replaces the small corpus in tests/fuzz/corpus, with which each campaign
begins and which the tests replay. The last line is one JSON object; the status is 1 after a crash.
"""

import json
import logging
import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.fuzz.campaign import Limits, Outcome, fuzzed, keep_telling
from tests.fuzz.every import TARGETS
from tools import command
from tools.command import CommandError


def _fuzz(arguments: Namespace) -> int:
    chosen = [each for name, each in TARGETS.items() if arguments.only in ("", name)]
    if not chosen:
        raise CommandError(f"there is no target {arguments.only}; there are {', '.join(TARGETS)}")
    modules = dict.fromkeys(target.read.__module__ for target in chosen)
    limits = Limits(arguments.inputs, arguments.seconds, arguments.seed)
    outcomes: list[Outcome] = []
    for module in modules:
        targets = [each for each in chosen if each.read.__module__ == module]
        print(f"{', '.join(map(str, targets))} …", file=sys.stderr, flush=True)
        outcomes += fuzzed(module, targets, limits)
    for outcome in outcomes:
        for crash in outcome.crashes:
            print(f"{outcome.target}: {json.dumps(crash)}", flush=True)
    for target in chosen if arguments.keep else ():
        keep_telling(target)
    _show(outcomes)
    crashes = sum(len(each.crashes) for each in outcomes)
    inputs = sum(each.inputs for each in outcomes)
    figures = {"targets": len(outcomes), "inputs": inputs, "crashes": crashes}
    seconds = sum(each.seconds for each in outcomes)
    print(json.dumps(figures | {"seconds": seconds, "seed": arguments.seed}))
    return 1 if crashes else 0


def _show(outcomes: Sequence[Outcome]) -> None:
    table = Table("target", "inputs", "seconds", "crashes")
    for each in outcomes:
        table.add_row(each.target, f"{each.inputs:,}", str(each.seconds), str(len(each.crashes)))
    Console(width=80).print(table)


def main(argv: Sequence[str] | None = None) -> int:
    """Fuzz every target."""
    logging.disable(logging.CRITICAL)
    parser = command.parser("make fuzz", __doc__)
    parser.add_argument("--inputs", type=int, default=80_000, help="inputs of each target")
    parser.add_argument("--seconds", type=int, default=60, help="longest time of each target")
    parser.add_argument("--seed", type=int, default=1, help="begins the same campaign again")
    parser.add_argument("--only", default="", help="one target")
    parser.add_argument("--keep", action="store_true", help="replace the small corpus")
    return command.run(parser, argv, _fuzz)


if __name__ == "__main__":
    sys.exit(main())
