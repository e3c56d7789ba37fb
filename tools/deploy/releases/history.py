"""The releases of a service: state, commit, time and author of each version."""

from collections.abc import Sequence
from datetime import datetime

from rich.table import Table

from tools.deploy.releases.release import Release

STYLES = {"live": "bold green", "rolled back": "red", "withdrawn": "yellow", "superseded": "dim"}


def state(release: Release, live: str | None) -> str:
    """The state in a word: `withdrawn` was live, `rolled back` never got all traffic."""
    if release.version == live:
        return "live"
    if release.rolled_back:
        return "rolled back"
    return "withdrawn" if release.withdrawn else "superseded"


def table(releases: Sequence[Release], live: str | None) -> Table:
    """One row per version, the newest first."""
    rows = Table(box=None, pad_edge=False)
    for title in ("version", "state", "commit", "time", "author"):
        rows.add_column(title, overflow="fold")
    for each in reversed(releases):
        word = state(each, live)
        rows.add_row(
            each.version,
            f"[{STYLES[word]}]{word}[/]",
            each.commit + (" and changes" if each.dirty else ""),
            f"{datetime.fromisoformat(each.time):%Y-%m-%d %H:%M:%S} UTC",
            each.author.replace("[", r"\["),
        )
    return rows
