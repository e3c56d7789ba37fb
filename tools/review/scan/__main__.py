"""Checkov over the plan of every root, without an account: `[--env prod]`.

Exit status: 0 nothing found, 1 something found, 2 nothing could be scanned.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.build.services import ServiceError
from tools.deploy.errors import DeployError
from tools.deploy.steps import Steps
from tools.review.scan import plans
from tools.review.scan.checkov import scan
from tools.review.scan.errors import ScanError
from tools.review.scan.judgement import HIGH, comment_faults, faults
from tools.review.scan.model import Fault, Finding, Skip
from tools.review.scan.skips import in_folder, of_address

FOLDER = Path(".build/scan")
TERRAFORM = Path("terraform")


def main(argv: Sequence[str] | None = None) -> int:
    """Plan, scan and report."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.review.scan",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--env", default="prod", help="whose values are planned with (prod)")
    arguments = parser.parse_args(argv)
    console = Console()
    steps = Steps(console)
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        planned = plans.made(arguments.env, FOLDER, steps)
        with steps.step("Checkov") as step:
            passed, found = scan(planned, FOLDER)
            step.result = f"{passed + len(found)} checks"
    except (ServiceError, DeployError, ScanError, TimeoutError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    wrong, excused = judged(planned, found)
    if wrong:
        console.print(table(wrong))
    console.print(
        f"scan: {len(planned)} plans of {arguments.env}, {passed} checks passed, {excused} failed "
        f"with a written reason, {len(wrong)} faults; {len(HIGH)} checks count as HIGH and are "
        f"never excused; {steps.total():.1f} s",
        highlight=False,
    )
    return 1 if wrong else 0


def judged(
    planned: Mapping[str, Mapping[str, Any]], found: Sequence[Finding]
) -> tuple[list[Fault], int]:
    """What is wrong with findings and comments, and how many findings are excused."""
    used: set[Skip] = set()

    def excuses(finding: Finding) -> list[Skip]:
        root = (TERRAFORM / finding.root).resolve()
        held = of_address(root, planned[finding.root], finding.address)
        used.update(skip for skip in held if skip.check == finding.check)
        return held

    wrong = faults(found, excuses)
    comments = (
        each
        for folder in sorted({path.parent.resolve() for path in TERRAFORM.rglob("*.tf")})
        for each in in_folder(folder)
    )
    return wrong + comment_faults(comments, used), len(found) - len(wrong)


def table(wrong: Sequence[Fault]) -> Table:
    """A line for each fault."""
    shown = Table("where", "check", "what is wrong, and what to do")
    for each in wrong:
        shown.add_row(each.where, each.check, each.message)
    return shown


if __name__ == "__main__":
    sys.exit(main())
