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
from tools.deploy.terraform.root import GATEWAY, PLATFORM, services
from tools.deploy.where.environment import named
from tools.review.changed.since import lines
from tools.review.github import proposals, release_notes, reviewed_plans, upserts
from tools.review.github.api import GitHub
from tools.review.plan.report import from_json, markdown
from tools.review.plan.report.model import Review

REVIEWS = Path(".build/reviews")
PREVIEW = f"<!-- {NAME}-preview -->"


def _comment(arguments: Namespace) -> None:
    """Make or update the one comment of a pull request, from the reviews of its roots."""
    body = markdown.of_pull_request(_by_environment(arguments.folder))
    github = GitHub.of_workflow()
    print(upserts.comment(github, arguments.pull_request, markdown.MARK_OF_ALL, body))


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


def _fetch_plans(arguments: Namespace) -> None:
    """Fetch the saved plans of the pull request that was merged as this commit, if any."""
    environment = named(os.environ.get("ENV", ""))
    roots = [PLATFORM.short_name, *services(), GATEWAY.short_name]
    commit = lines("rev-parse", "HEAD")[0]
    fetched = reviewed_plans.fetch(
        GitHub.of_workflow(), commit, environment.name, roots, arguments.folder
    )
    print(
        f"fetched plans of {', '.join(fetched)}" if fetched else "no pull request has plans of this"
    )


def _release_notes(_: Namespace) -> None:
    """Tell what a deployment has made live, as a release of the repository."""
    environment = named(os.environ.get("ENV", ""))
    print(release_notes.publish(GitHub.of_workflow(), environment))


def _drift(arguments: Namespace) -> None:
    """Open or update the one issue of an environment's drift; close it when there is none."""
    (review,) = _by_environment(arguments.folder)
    title = f"{review.environment} is not as the main branch says"
    github = GitHub.of_workflow()
    if not any(root.changes or root.dangers or root.failure for root in review.roots):
        count = upserts.close(github, upserts.DRIFT, title, "Every root is as it should be again.")
        print(f"{review.environment} is as it should be; {count} issues closed")
        return
    print(upserts.issue(github, upserts.DRIFT, title, markdown.comment(review)))


def _by_environment(folder: Path) -> list[Review]:
    """The reviews of each environment's roots, joined."""
    files = sorted(folder.rglob("review.json"))
    if not files:
        raise CommandError(f"{folder} has no review.json; `make review` writes them")
    every = [json.loads(each.read_text(encoding="utf-8")) for each in files]
    names = sorted({str(each.get("environment")) for each in every})
    return [
        from_json.together([each for each in every if str(each.get("environment")) == name])
        for name in names
    ]


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
    fetch = command.job(jobs, "fetch_plans", _fetch_plans)
    fetch.add_argument("--folder", type=Path, required=True)
    command.job(jobs, "release_notes", _release_notes)
    drift = command.job(jobs, "drift", _drift)
    for each in (comment, drift):
        each.add_argument("--folder", type=Path, default=REVIEWS, help="with the review.json files")
    return command.run(parser, argv)


if __name__ == "__main__":
    sys.exit(main())
