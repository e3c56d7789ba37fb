"""Changes of the contracts for consumers since a base: `[--base REF|FOLDER]`.

Exit status: 0 when every breaking change is announced, 1 when one is not, 2 when the base
does not exist.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from tools import command
from tools.review.contract_changes.base import base, messages, working_tree
from tools.review.contract_changes.comparison import all_changes
from tools.review.contract_changes.markers import reasons
from tools.review.contract_changes.report import summary, table, verdict

PLAIN_WIDTH = 180  # without a terminal, as in a pipeline's log


def _compare(arguments: Namespace) -> int:
    root = Path.cwd()
    before, after = base(arguments.base, root), working_tree(root)
    changed = all_changes(before, after)
    texts = [*messages(before, root), os.environ.get("PR_BODY", "")]
    status, sentences = verdict(changed, reasons(texts))
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    for service, changes in changed.items():
        console.print(table(service, changes))
    for sentence in (summary(changed, before.name), *sentences):
        console.print(escape(sentence), soft_wrap=True)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Compare, print the changes, and return the exit status."""
    parser = command.parser("tools.review.contract_changes", __doc__)
    # make hands an empty BASE on where nobody has named one.
    named = os.environ.get("BASE") or "origin/main"
    parser.add_argument("--base", default=named, help="commit, branch, tag or folder ($BASE)")
    return command.run(parser, argv, _compare, failure=2)


if __name__ == "__main__":
    sys.exit(main())
