"""The parts of a comment that are shown when somebody opens them."""

from tools.review.plan.report.model import Listed, Review
from tools.review.plan.report.section import Section
from tools.review.plan.report.texts import code, folded, plain, row, table
from tools.review.plan.report.verdict import agreeing, count, counted
from tools.review.plan.waivers import Waiver


def checks(review: Review) -> Section:
    """Findings of generic checks that are new."""
    rows = tuple(
        row(
            f"{code(each.place)} in {plain(each.root)}",
            f"{plain(each.rule)}: {plain(each.sentence)}",
        )
        for each in review.checks
    )
    new = "new finding" if len(rows) == 1 else "new findings"
    title = f"{len(rows)} {new} of Checkov and <code>make lint-aws</code>"
    return Section(
        "findings",
        rows,
        lambda rows_: folded(title, "\n".join([table("Where", "Finding"), *rows_])),
    )


def waived(review: Review) -> Section:
    """Dangers that a waiver answers for."""
    rows = tuple(
        row(
            f"**{each.danger.kind}**<br>{code(each.danger.address)} in {plain(root.root)}",
            f"{plain(each.waiver.reason)} ({_until(each.waiver)})",
        )
        for root in review.roots
        for each in root.waived
    )
    title = f"{count(len(rows), 'danger')} that somebody answers for"
    return Section(
        "waived dangers",
        rows,
        lambda rows_: folded(title, "\n".join([table("Danger", "Waiver"), *rows_])),
    )


def _until(waiver: Waiver) -> str:
    return f"{plain(waiver.owner)}, until {waiver.expires}"


def compatible(review: Review) -> Section:
    """Changes of contracts that break nobody, or why none are known."""
    if review.contracts_unknown:
        note = f"Contract changes are not known: {plain(review.contracts_unknown)}"
        return Section("contract changes", (note,), "\n".join)
    rows = tuple(
        row(plain(change.route), plain(change.what), plain(change.why))
        for changes in review.contracts.values()
        for change in changes
        if not change.breaking
    )
    number = count(len(rows), "contract change")
    title = f"{number} that {agreeing(len(rows), 'break')} nobody"
    return Section(
        "contract changes",
        rows,
        lambda rows_: folded(title, "\n".join([table("Route", "Change", "Why"), *rows_])),
    )


ORDER = ("delete", "replace", "create", "update", "forget", "no-op")
ICONS = {
    "create": "+ add",
    "update": "~ change",
    "replace": "± replace",
    "delete": "- destroy",
    "forget": "forget",
    "no-op": "move",
}


def changes(review: Review) -> Section:
    """Every change, what is destroyed first."""
    every = [(each.root, change) for each in review.roots for change in each.changes]
    every.sort(key=lambda pair: ORDER.index(pair[1].verb) if pair[1].verb in ORDER else len(ORDER))
    rows = tuple(
        row(
            ICONS.get(change.verb, change.verb).replace(" ", "&nbsp;"),
            f"{code(_address(change))} in {plain(root)}{_altered(change)}",
        )
        for root, change in every
    )
    title = f"{count(len(rows), 'change')} in all: {counted(change for _, change in every)}"
    return Section(
        "changes", rows, lambda rows_: folded(title, "\n".join([table("", "What"), *rows_]))
    )


def _address(change: Listed) -> str:
    moved = change.moved_from and change.moved_from != change.address
    return f"{change.moved_from} → {change.address}" if moved else change.address


def _altered(change: Listed) -> str:
    return f"<br>{plain(', '.join(change.arguments))}" if change.arguments else ""
