"""The parts of a comment: each with its rows, of which the last ones may be left out."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.review.plan.report.model import Listed, Review
from tools.review.plan.report.texts import code, folded, plain, row, table
from tools.review.plan.report.verdict import SIGNS, agreeing, count, counted
from tools.review.plan.waivers import Waiver

MOST_ADDRESSES = 3
WORTH_SAYING_USD = 0.005


@dataclass(frozen=True)
class Section:
    """Rows, the most important first, and how they are put together."""

    name: str
    rows: tuple[str, ...]
    whole: Callable[[Sequence[str]], str]

    def text(self, count: int) -> str:
        """The section with its first rows, and how many are left out."""
        if not self.rows:
            return ""
        left = len(self.rows) - count
        note = (
            f"\n\n_{left} more of {len(self.rows)} {self.name} left out of this comment._"
            if left
            else ""
        )
        if not count:
            return note.strip()
        return self.whole(self.rows[:count]) + note


def sections(review: Review) -> list[Section]:
    """All parts after the verdict, in the order of the comment."""
    return [
        _failures(review),
        _dangers(review),
        _breaking(review),
        _costs(review),
        _checks(review),
        _waived(review),
        _compatible(review),
        _changes(review),
    ]


def _titled(title: str, *columns: str) -> Callable[[Sequence[str]], str]:
    return lambda rows: "\n".join([f"### {title}", "", table(*columns), *rows])


def _failures(review: Review) -> Section:
    rows = tuple(row(code(each.root), plain(each.failure)) for each in review.failures)
    return Section("roots without a plan", rows, _titled("No plan", "Root", "Why"))


def _dangers(review: Review) -> Section:
    """One row for a reason, however many objects it is about."""
    same: defaultdict[tuple[int, str, str, str], list[str]] = defaultdict(list)
    for root, danger in review.dangers:
        key = (int(danger.weight), str(danger.kind), danger.reason, danger.advice)
        same[key].append(f"{root}: {danger.address}")
    rows = tuple(
        _item(
            f"{SIGNS[weight]} **{kind}**: {_places(places)}",
            f"{plain(reason)}.{_expired(review, places)}",
            advice,
        )
        for (weight, kind, reason, advice), places in same.items()
    )
    return Section("dangers", rows, _headed(f"Dangers ({len(review.dangers)})"))


def _item(first: str, reason: str, advice: str) -> str:
    """A point of a list: on a phone a table would hide its last column."""
    return f"- {first}<br>{reason}<br>→ {plain(advice)}."


def _headed(title: str) -> Callable[[Sequence[str]], str]:
    return lambda rows: "\n".join([f"### {title}", "", *rows])


def _places(places: Sequence[str]) -> str:
    """The first addresses, and each root once."""
    split = [each.partition(": ") for each in places]
    listed = ", ".join(code(address) for _, _, address in split[:MOST_ADDRESSES])
    more = len(places) - MOST_ADDRESSES
    roots = ", ".join(plain(root) for root in dict.fromkeys(root for root, _, _ in split))
    return f"{listed}{f' and {more} more' if more > 0 else ''} in {roots}"


def _expired(review: Review, places: Sequence[str]) -> str:
    for each in review.roots:
        for danger, waiver in each.expired.items():
            if f"{each.root}: {danger.address}" in places:
                return f"<br>The waiver of {plain(waiver.owner)} has expired on {waiver.expires}."
    return ""


def _breaking(review: Review) -> Section:
    rows = tuple(
        _item(
            f"🔴 **{plain(change.route)}**: {plain(change.what)}",
            f"{plain(change.why[:1].upper() + change.why[1:])}.",
            change.advice,
        )
        for _, change in review.breaking
    )
    return Section("breaking changes", rows, _headed(f"Breaks consumers ({len(rows)})"))


def _costs(review: Review) -> Section:
    costs = review.costs
    if costs.unknown:
        rows: tuple[str, ...] = (f"Not known: {plain(costs.unknown)}",)
        return Section("costs", rows, lambda rows: "\n".join(["### Cost", "", *rows]))
    if not costs.after:
        return Section("costs", (), "\n".join)
    month = [
        _delta(name, costs.before.get(key), costs.after.get(key)) for key, name in MONTHS.items()
    ]
    before, after = (side.get("per_million", {}) for side in (costs.before, costs.after))
    routes = [
        _delta(f"million of {route}", before.get(route), after.get(route))
        for route in {**before, **after}
        if _differs(before.get(route), after.get(route))
    ]
    rows = (*month, *routes)
    if not routes and not any(
        _differs(costs.before.get(key), costs.after.get(key)) for key in MONTHS
    ):
        usd = _usd(costs.after.get("month"))
        same = f"**Cost**: unchanged, USD {usd} a month with the example's traffic."
        return Section("costs", (same,), "\n".join)
    return Section("costs", rows, _titled("Cost in USD", "per", "before", "after", "difference"))


MONTHS = {"month": "month with the example's traffic", "idle": "month without requests"}


def _differs(one: float | None, other: float | None) -> bool:
    return abs((one or 0) - (other or 0)) >= WORTH_SAYING_USD


def _delta(name: str, before: float | None, after: float | None) -> str:
    difference = (after or 0) - (before or 0)
    difference_ = f"**{difference:+,.2f}**" if _differs(before, after) else "±0"
    return row(plain(name), _usd(before), _usd(after), difference_)


def _usd(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"


def _checks(review: Review) -> Section:
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


def _waived(review: Review) -> Section:
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


def _compatible(review: Review) -> Section:
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


def _changes(review: Review) -> Section:
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
