"""Checkov over the plan of every root, without an account: `[--env prod]`.

Exit status: 0 no findings, 1 findings, 2 could not scan.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import Ending
from tools.progress import Progress
from tools.review.scan import plans
from tools.review.scan.checkov import scan
from tools.review.scan.judgement import HIGH, judged
from tools.review.scan.model import Fault

FOLDER = Path(".build/scan")


def _scan(arguments: Namespace) -> Ending:
    console = Console()
    progress = Progress(console)
    FOLDER.mkdir(parents=True, exist_ok=True)
    planned = plans.made(arguments.env, FOLDER, progress)
    with progress.step("Checkov") as task:
        passed, findings = scan(planned, FOLDER)
        task.result = f"{passed + len(findings)} checks"
    wrong, excused = judged(planned, findings)
    if wrong:
        console.print(table(wrong))
    return Ending(
        f"scan: {len(planned)} plans of {arguments.env}, {passed} checks passed, {excused} failed "
        f"with a written reason, {len(wrong)} faults; {len(HIGH)} checks count as HIGH and are "
        "never excused",
        1 if wrong else 0,
    )


def table(wrong: Sequence[Fault]) -> Table:
    """One row per fault."""
    rows = Table("where", "check", "what is wrong, and what to do")
    for each in wrong:
        rows.add_row(each.where, each.check, each.message)
    return rows


def main(argv: Sequence[str] | None = None) -> int:
    """Plan, scan and report."""
    parser = command.parser("tools.review.scan", __doc__)
    parser.add_argument("--env", default="prod", help="whose values are planned with (prod)")
    return command.run(parser, argv, _scan, expected=(TimeoutError,), failure=2)


if __name__ == "__main__":
    sys.exit(main())
