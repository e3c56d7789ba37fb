"""The outcomes as tables and figures."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from tools.measure.reviews.planned import Outcome


def dangers(outcomes: Iterable[Outcome]) -> Table:
    """One row for each planted danger."""
    rows = Table(title="planted dangers", title_justify="left")
    for column in ("", "kind", "danger", "root", "reported as"):
        rows.add_column(column, overflow="fold")
    for each in outcomes:
        if each.fixture.kind:
            mark = "[green]✓[/]" if is_right(each) else "[red]✗[/]"
            fixture = each.fixture
            rows.add_row(mark, fixture.kind, fixture.name, fixture.root, escape(_reported(each)))
    return rows


def harmless(outcomes: Iterable[Outcome]) -> Table:
    """One row for each harmless edit."""
    rows = Table(title="harmless edits", title_justify="left")
    for column in ("", "edit", "root", "reported as"):
        rows.add_column(column, overflow="fold")
    for each in outcomes:
        if not each.fixture.kind:
            mark = "[green]✓[/]" if is_right(each) else "[red]✗[/]"
            rows.add_row(mark, each.fixture.name, each.fixture.root, escape(_reported(each)))
    return rows


def is_right(outcome: Outcome) -> bool:
    """Whether the danger is reported under its kind; a harmless edit, not at all."""
    if outcome.failure:
        return False
    if not outcome.fixture.kind:
        return not outcome.dangers
    return any(each.kind == outcome.fixture.kind for each in outcome.dangers)


def _reported(outcome: Outcome) -> str:
    if outcome.failure:
        return f"no plan: {outcome.failure}"
    counted = Counter(str(each.kind) for each in outcome.dangers)
    return ", ".join(f"{kind} ({n})" for kind, n in counted.items()) or "nothing"


def figures(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """The numbers, and the names of what went wrong."""
    every = list(outcomes)
    planted = [each for each in every if each.fixture.kind]
    innocent = [each for each in every if not each.fixture.kind]
    return {
        "dangers": len(planted),
        "kinds": len({each.fixture.kind for each in planted}),
        "found": sum(map(is_right, planted)),
        "missed": [each.fixture.name for each in planted if not is_right(each)],
        "harmless": len(innocent),
        "quiet": sum(map(is_right, innocent)),
        "false_alarms": [each.fixture.name for each in innocent if not is_right(each)],
    }


def are_good(figures_: Mapping[str, Any]) -> bool:
    """Whether nothing was missed, and nothing reported in vain."""
    return not figures_["missed"] and not figures_["false_alarms"]
