"""The changes as a table, and the verdict."""

from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from tools.review.contract_changes.change import Change
from tools.review.contract_changes.markers import FORM

type Found = Mapping[str, Sequence[Change]]


def table(service: str, changes: Sequence[Change]) -> Table:
    """One row per change, breaking ones first."""
    rows = Table(title=service, title_justify="left", show_lines=False)
    for column in ("route", "change", "class", "why", "what to do"):
        rows.add_column(column, overflow="fold")
    for change in sorted(changes, key=lambda each: not each.breaking):
        style = "red" if change.breaking else ""
        row = (change.route, change.what, change.verdict, change.why, change.advice)
        rows.add_row(*map(escape, row), style=style)
    return rows


def broken(by_service: Found) -> list[str]:
    """The services with a breaking change."""
    return [name for name, changes in by_service.items() if any(each.breaking for each in changes)]


def summary(by_service: Found, since: str) -> str:
    """The number of changes, in a sentence."""
    changes = [change for of_service in by_service.values() for change in of_service]
    count = sum(change.breaking for change in changes)
    if not changes:
        return f"The contracts are those of {since}."
    return f"Changes for consumers since {since}: {len(changes)}, breaking: {count}."


def verdict(by_service: Found, reasons: Mapping[str, str]) -> tuple[int, list[str]]:
    """Exit status and sentences: 1 when a breaking change is not announced."""
    marked = [name for name in broken(by_service) if name in reasons]
    unmarked = [name for name in broken(by_service) if name not in reasons]
    sentences = [f"{name} breaks its consumers, as marked: {reasons[name]}" for name in marked]
    sentences += [
        f"error: {name} breaks its consumers; do what the table says, or write the line "
        f"`{FORM.replace('<service>', name)}` into a commit message or the pull request's text"
        for name in unmarked
    ]
    return (1 if unmarked else 0), sentences
