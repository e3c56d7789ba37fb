"""`make comment-review`, `comment-preview`, `report-drift`: tells GitHub what pipelines found."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from shared.product import NAME
from tools import command
from tools.command import CommandError
from tools.deploy.releases.registry import Registry
from tools.deploy.where.environment import named
from tools.review.github import proposals, upserts
from tools.review.github.api import GitHub
from tools.review.plan.report import from_json, markdown
from tools.review.plan.report.model import Review

REVIEWS = Path(".build/reviews")
PREVIEW = f"<!-- {NAME}-preview -->"


def _comment(arguments: Namespace) -> None:
    """Make or update the one comment of a pull request, from the reviews of its roots."""
    review = _together(arguments.folder)
    mark = markdown.MARK.format(environment=review.environment)
    body = markdown.comment(review)
    print(upserts.comment(GitHub.of_workflow(), arguments.pull_request, mark, body))


def _preview(arguments: Namespace) -> None:
    """Tell a pull request where its own environment answers, and until when."""
    environment = named(os.environ.get("ENV", ""))
    gateway = Registry(environment.primary).parameter("gateway")
    if gateway is None:
        raise CommandError(f"{environment.name} is not deployed; `make deploy` comes before this")
    until = environment.values.get("expires_at")
    lives = f" It is destroyed with the pull request, or at {until}." if until else ""
    body = f"{PREVIEW}\n`{environment.name}` answers at <{gateway['url']}>.{lives}\n"
    print(upserts.comment(GitHub.of_workflow(), arguments.pull_request, PREVIEW, body))


def _propose(arguments: Namespace) -> None:
    """Make or update the one pull request with what has changed here; none without changes."""
    files = proposals.changed_files()
    if not files:
        print("nothing has changed; there is nothing to propose")
        return
    github = GitHub.of_workflow()
    print(proposals.propose(github, files, arguments.branch, arguments.onto, arguments.title))


def _drift(arguments: Namespace) -> None:
    """Open or update the one issue of an environment's drift; close it when there is none."""
    review = _together(arguments.folder)
    title = f"{review.environment} is not as the main branch says"
    github = GitHub.of_workflow()
    if not any(root.changes or root.dangers or root.failure for root in review.roots):
        count = upserts.close(github, upserts.DRIFT, title, "Every root is as it should be again.")
        print(f"{review.environment} is as it should be; {count} issues closed")
        return
    print(upserts.issue(github, upserts.DRIFT, title, markdown.comment(review)))


def _together(folder: Path) -> Review:
    files = sorted(folder.rglob("review.json"))
    if not files:
        raise CommandError(f"{folder} has no review.json; `make review` writes them")
    return from_json.together([json.loads(each.read_text(encoding="utf-8")) for each in files])


def main(argv: Sequence[str] | None = None) -> int:
    """Tell GitHub."""
    parser = command.parser("tools.review.github", __doc__)
    jobs = command.jobs_of(parser)
    comment = command.job(jobs, "comment", _comment)
    comment.add_argument("--pull-request", type=int, required=True)
    preview = command.job(jobs, "preview", _preview)
    preview.add_argument("--pull-request", type=int, required=True)
    propose = command.job(jobs, "propose", _propose)
    propose.add_argument("--branch", default="update-locks")
    propose.add_argument("--onto", default="main")
    propose.add_argument("--title", default="Take newer releases of what is locked")
    drift = command.job(jobs, "drift", _drift)
    for each in (comment, drift):
        each.add_argument("--folder", type=Path, default=REVIEWS, help="with the review.json files")
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
