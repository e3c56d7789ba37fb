"""`make changed-roots`: the roots whose plan a change since BASE can affect, as JSON.

A matrix for workflows: `[{"root": "orders", "environment": "dev", "why": "…"}]`. With ENV only that
environment's. In doubt a root more; `why` says what put it in.
"""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError
from tools.deploy.where.environment import with_accounts
from tools.review.changed.since import changed_files
from tools.review.changed_roots.affected import affected
from tools.review.changed_roots.imports import Imports
from tools.review.changed_roots.model import Tree
from tools.review.changed_roots.tree import tree_here


def _work(arguments: Namespace) -> None:
    tree = tree_here(Path.cwd())
    names = _environments(arguments, tree)
    if unknown := set(names) - set(tree.environments):
        known = ", ".join(tree.environments)
        raise CommandError(f"there is no environment {', '.join(unknown)}; there are {known}")
    changed = changed_files(arguments.base, tree.folder)
    rows = [
        {
            "root": each.root.removeprefix("services/"),
            "environment": each.environment,
            "why": each.why,
        }
        for each in affected(set(changed), tree, Imports())
        if each.environment in names
    ]
    print(json.dumps(rows, indent=1 if sys.stdout.isatty() else None, ensure_ascii=False))


def _environments(arguments: Namespace, tree: Tree) -> Sequence[str]:
    if arguments.env:
        return [arguments.env]
    return with_accounts() if arguments.accounts else tree.environments


def main(argv: Sequence[str] | None = None) -> int:
    """Print the roots."""
    parser = command.parser("make changed-roots", __doc__)
    parser.add_argument(
        "--base", default=os.environ.get("BASE"), help="a commit; else origin/main, or main"
    )
    parser.add_argument("--env", help="this environment only (ONLY)")
    parser.add_argument(
        "--accounts", action="store_true", help="the environments that have an account (ACCOUNTS)"
    )
    return command.run(parser, argv, _work)


if __name__ == "__main__":
    sys.exit(main())
