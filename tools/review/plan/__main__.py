"""`make review`, `make review-<root>`: plans roots, and says what is dangerous in the plans.

Writes .build/review/<environment>/comment.md (fits into a comment on GitHub; in a workflow it is in
the run's summary, too), review.md (nothing left out) and review.json. Exit status: 0 no dangers,
1 dangers, 2 could not review.
"""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from tools import command
from tools.command import CommandError, Ending
from tools.deploy.where.cloud import LOCAL
from tools.deploy.where.environment import named
from tools.progress import Progress
from tools.review.changed.since import changed_files
from tools.review.changed_roots.affected import affected
from tools.review.changed_roots.imports import Imports
from tools.review.changed_roots.tree import tree_here
from tools.review.plan import making
from tools.review.plan.report import as_json, markdown
from tools.review.plan.report.model import Review
from tools.review.plan.report.verdict import sentence

FOLDER = Path(".build/review")
ENDLESS = sys.maxsize


def _review(arguments: Namespace) -> Ending:
    console = Console()
    sources = making.Sources(
        environment=arguments.env,
        base=arguments.base or None,
        roots=tuple(arguments.root) or _affected(arguments),
        files=dict(_file(each) for each in arguments.plan),
        with_checkov=arguments.checkov,
        save=arguments.save,
        reuse=arguments.reuse,
    )
    review = making.review(sources, Progress(console))
    folder = _write(review)
    console.print(sentence(review), markup=False, highlight=False, soft_wrap=True)
    for root, danger in review.dangers:
        line = f"  {danger.kind}: {root}: {danger.address}: {danger.reason}"
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    status = 2 if review.failures else min(review.weight, 1)
    return Ending(f"review: {folder}", 0 if arguments.tell and not review.failures else status)


def _affected(arguments: Namespace) -> tuple[str, ...]:
    """The roots of the environment that differ from BASE; none where plans are given."""
    if arguments.plan:
        return ()
    tree, base = tree_here(Path.cwd()), arguments.base or None
    values = named(arguments.env).values_file.stem
    if arguments.all:
        every = (root for root in tree.roots if tree.has(root, values))
        return tuple(each.removeprefix("services/") for each in every)
    changed = set(changed_files(base, tree.folder))
    rows = affected(changed, tree, Imports())
    return tuple(each.root.removeprefix("services/") for each in rows if each.environment == values)


def _file(text: str) -> tuple[str, Path]:
    root, _, name = text.partition("=")
    if not name:
        raise CommandError(f"--plan {text} has no root; write --plan services/orders=plan.json")
    return root, Path(name)


def _write(review: Review) -> Path:
    folder = FOLDER / review.environment
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "comment.md": markdown.comment(review),
        "review.md": markdown.comment(review, limit=ENDLESS),
        "review.json": json.dumps(as_json.as_json(review), indent=1, ensure_ascii=False) + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    if summary := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(texts["comment.md"])
    return folder


def main(argv: Sequence[str] | None = None) -> int:
    """Review and report."""
    parser = command.parser("tools.review.plan", __doc__)
    parser.add_argument(
        "root", nargs="*", help="orders, gateway, platform …; else those that differ from BASE"
    )
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="environment (ENV)")
    parser.add_argument(
        "--base", default=os.environ.get("BASE"), help="a commit; else origin/main, or main"
    )
    parser.add_argument(
        "--plan", action="append", default=[], metavar="ROOT=FILE",
        help="review this output of `terraform show -json`, and plan nothing",
    )  # fmt: skip
    parser.add_argument("--all", action="store_true", help="every root")
    parser.add_argument(
        "--tell", action="store_true", help="end with 0 although there are dangers (TELL)"
    )
    parser.add_argument(
        "--save",
        type=Path,
        help="keep the plans in this folder, encrypted, for `make deploy` (SAVE)",
    )
    parser.add_argument(
        "--reuse", action="store_true", help="plan no root whose plan in SAVE is fresh (REUSE)"
    )
    parser.add_argument("--checkov", action="store_true", help="run Checkov on the plans, too")
    return command.run(parser, argv, _review, failure=2)


if __name__ == "__main__":
    sys.exit(main())
