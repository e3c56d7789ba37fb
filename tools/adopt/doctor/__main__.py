"""Say what is missing or wrong on this machine, and with ENV= in that account; how to mend each."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.adopt.doctor import account, machine
from tools.adopt.doctor.finding import looked_at
from tools.command import Ending
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named

ROOT = Path()


def examine(arguments: Namespace) -> Ending:
    """Look at everything; status 1 when something is to be mended."""
    findings = looked_at(machine.looks(ROOT))
    if arguments.env != LOCAL:
        for place in named(arguments.env).places:
            first, *others = account.looks(place)
            seen = looked_at([first])
            # Without credentials nothing else can be looked at, for the same reason.
            findings += seen + (looked_at(others) if seen[0].is_good else [])
    for finding in findings:
        print(finding.line())
    bad = sum(not finding.is_good for finding in findings)
    said = f"{bad} of {len(findings)} to mend" if bad else f"{len(findings)} looked at, all well"
    return Ending(said, 1 if bad else 0)


def _parser() -> ArgumentParser:
    parser = command.parser("make doctor", __doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="environment (ENV)")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Examine and report."""
    return command.run(_parser(), argv, examine)


if __name__ == "__main__":
    sys.exit(main())
