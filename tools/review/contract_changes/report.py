"""Changes as a table, and the last word on them."""

from collections.abc import Mapping, Sequence

from rich.markup import escape
from rich.table import Table

from tools.review.contract_changes.change import Change
from tools.review.contract_changes.markers import FORM

type Found = Mapping[str, Sequence[Change]]


def table(service: str, changes: Sequence[Change]) -> Table:
    """One row for each change, what breaks first."""
    shown = Table(title=service, title_justify="left", show_lines=False)
    for column in ("route", "change", "class", "why", "what to do"):
        shown.add_column(column, overflow="fold")
    for change in sorted(changes, key=lambda each: not each.breaking):
        style = "red" if change.breaking else ""
        row = (change.route, change.what, change.verdict, change.why, change.advice)
        shown.add_row(*map(escape, row), style=style)
    return shown


def broken(found: Found) -> list[str]:
    """Services whose consumers lose something."""
    return [name for name, changes in found.items() if any(each.breaking for each in changes)]


def summary(found: Found, since: str) -> str:
    """How much changed, in a sentence."""
    changes = [change for held in found.values() for change in held]
    count = sum(change.breaking for change in changes)
    if not changes:
        return f"The contracts are those of {since}."
    return f"Changes for consumers since {since}: {len(changes)}, breaking: {count}."


def verdict(found: Found, reasons: Mapping[str, str]) -> tuple[int, list[str]]:
    """(exit status, sentences): 1 when a service breaks its consumers and nobody said so."""
    marked = [name for name in broken(found) if name in reasons]
    unmarked = [name for name in broken(found) if name not in reasons]
    told = [f"{name} breaks its consumers, as marked: {reasons[name]}" for name in marked]
    told += [
        f"error: {name} breaks its consumers; do what the table says, or write the line "
        f"`{FORM.replace('<service>', name)}` into a commit message or the pull request's text"
        for name in unmarked
    ]
    return (1 if unmarked else 0), told
