"""`make bench-review`: planted dangers that the rules must find, harmless edits that raise none.

Edits of the real roots in copies of the tree, planned by Terraform on a stack that is applied once
to an embedded AWS. FIXTURES=… is a file of more edits. The last line is JSON.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tools import command
from tools.measure.reviews import fixtures, outcomes
from tools.measure.reviews.planned import reviewed
from tools.measure.reviews.stack import applied
from tools.progress import Progress


def _measure(arguments: Namespace) -> int:
    console = Console()
    files = arguments.fixtures or fixtures.files()
    every = [each for path in files for each in fixtures.read(path)]
    with ExitStack() as stack:
        progress = Progress(console)
        done = reviewed(applied(stack, progress), every, progress)
    console.print(outcomes.dangers(done))
    console.print(outcomes.harmless(done))
    figures = outcomes.figures(done)
    print(json.dumps(figures))
    return 0 if outcomes.are_good(figures) else 1


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 1 when a danger is missed, or a harmless edit raises one."""
    parser = command.parser("make bench-review", __doc__)
    parser.add_argument("--fixtures", type=Path, action="append", help="these edits instead")
    return command.run(parser, argv, _measure)


if __name__ == "__main__":
    sys.exit(main())
