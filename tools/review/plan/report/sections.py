"""The parts of a comment: each with its rows, of which the last ones may be left out."""

from collections import defaultdict
from collections.abc import Callable, Sequence

from tools.review.plan.facts.model import Kind
from tools.review.plan.report import folded
from tools.review.plan.report.costs import costs
from tools.review.plan.report.model import Review
from tools.review.plan.report.section import Section, titled
from tools.review.plan.report.texts import code, plain, row
from tools.review.plan.report.verdict import SIGNS

MOST_ADDRESSES = 3
KINDS = list(map(str, Kind))


def sections(review: Review) -> list[Section]:
    """All parts after the verdict, in the order of the comment."""
    return [
        _failures(review),
        _dangers(review),
        _breaking(review),
        costs(review),
        folded.checks(review),
        folded.waived(review),
        folded.compatible(review),
        folded.changes(review),
    ]


def _failures(review: Review) -> Section:
    rows = tuple(row(code(each.root), plain(each.failure)) for each in review.failures)
    return Section("roots without a plan", rows, titled("No plan", "Root", "Why"))


def _dangers(review: Review) -> Section:
    """One row for a reason, however many objects it is about; a kind's rows stand together."""
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
        for (weight, kind, reason, advice), places in sorted(same.items(), key=_gravest_first)
    )
    return Section("dangers", rows, _headed(f"Dangers ({len(review.dangers)})"))


def _gravest_first(row_: tuple[tuple[int, str, str, str], object]) -> tuple[int, int]:
    (weight, kind, _, _), _ = row_
    return -weight, KINDS.index(kind)


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
