"""The notes of a deployment: what is live since the one before, as a release of the repository."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command import CommandError
from tools.deploy.releases.registry import Registry
from tools.deploy.releases.release import Release
from tools.deploy.terraform.root import services
from tools.deploy.where.environment import Environment
from tools.review.changed.since import changed_files, lines
from tools.review.changed_roots.affected import affected
from tools.review.changed_roots.imports import Imports
from tools.review.changed_roots.tree import tree_here
from tools.review.contract_changes.base import base as contracts_of
from tools.review.contract_changes.base import working_tree
from tools.review.contract_changes.comparison import all_changes
from tools.review.github.api import GitHub
from tools.review.plan.report.texts import plain, row, table

TAG = "deployed/{environment}/{commit}"
MOST_COMMITS = 100
LONGEST = 60_000


@dataclass(frozen=True)
class Deployed:
    """A deployment of a commit, and the commit of the one before, if it is known."""

    environment: Environment
    commit: str
    before: str | None


def publish(github: GitHub, environment: Environment) -> str:
    """Make or update the one release of this environment and commit; its address."""
    commit = lines("rev-parse", "HEAD")[0]
    tag = TAG.format(environment=environment.name, commit=commit[:12])
    every = list(github.every("/releases"))
    body = {
        "tag_name": tag,
        "target_commitish": commit,
        "name": f"{environment.name}: {commit[:12]}",
        "body": notes(Deployed(environment, commit, _before(every, environment, tag)))[:LONGEST],
        # Only an environment whose data is protected has users.
        "prerelease": not environment.values.get("protect_data"),
    }
    same = next((each for each in every if each["tag_name"] == tag), None)
    if same:
        return str(github.patch(f"/releases/{same['id']}", body)["html_url"])
    return str(github.post("/releases", body)["html_url"])


def _before(every: Sequence[Mapping[str, Any]], environment: Environment, tag: str) -> str | None:
    """The commit of the environment's last release, if this history has it."""
    prefix = TAG.format(environment=environment.name, commit="")
    for each in every:  # GitHub lists the newest first
        if str(each["tag_name"]).startswith(prefix) and each["tag_name"] != tag:
            commit = str(each["target_commitish"])
            try:
                lines("merge-base", "--is-ancestor", commit, "HEAD")
            except CommandError:
                continue
            return commit
    return None


def notes(deployed: Deployed) -> str:
    """The notes as Markdown."""
    since = f"since {deployed.before[:12]}" if deployed.before else "the first that is known"
    head = f"Live in `{deployed.environment.name}`, {since}."
    parts = [_commits(deployed), _contracts(deployed), _roots(deployed), _versions(deployed)]
    return "\n\n".join([head, *filter(None, parts)]) + "\n"


def _commits(deployed: Deployed) -> str:
    if not deployed.before:
        return ""
    listed = lines("log", "--format=%h %s", f"{deployed.before}..HEAD")
    rows = [f"- {plain(each)}" for each in listed[:MOST_COMMITS]]
    more = [f"- and {len(listed) - MOST_COMMITS} more"] if len(listed) > MOST_COMMITS else []
    return "\n".join([f"### Commits ({len(listed)})", "", *rows, *more])


def _contracts(deployed: Deployed) -> str:
    if not deployed.before:
        return ""
    changes = all_changes(contracts_of(deployed.before, Path.cwd()), working_tree(Path.cwd()))
    rows = [
        f"- {'**breaking** ' if each.breaking else ''}{plain(each.route)}: {plain(each.what)}"
        for service in changes.values()
        for each in service
    ]
    return "\n".join(["### Changes for consumers", "", *(rows or ["- none"])])


def _roots(deployed: Deployed) -> str:
    if not deployed.before:
        return ""
    tree = tree_here(Path.cwd())
    changed = set(changed_files(deployed.before, tree.folder))
    stem = deployed.environment.values_file.stem
    rows = [
        f"- {plain(each.root)}: {plain(each.why)}"
        for each in affected(changed, tree, Imports())
        if each.environment == stem
    ]
    return "\n".join(["### Roots that could change", "", *(rows or ["- none"])])


def _versions(deployed: Deployed) -> str:
    registry = Registry(deployed.environment.primary)
    rows = [_version(registry, name) for name in services()]
    return "\n".join(["### Versions", "", table("Service", "Version", "Commit", "Since"), *rows])


def _version(registry: Registry, service: str) -> str:
    known = registry.parameter(f"services/{service}")
    live = registry.live_version(known["function_name"]) if known else None
    release = next((each for each in registry.releases(service) if each.version == live), None)
    return row(service, live or "none", *_origin(release))


def _origin(release: Release | None) -> tuple[str, str]:
    return (plain(release.commit), plain(release.time)) if release else ("unknown", "unknown")
