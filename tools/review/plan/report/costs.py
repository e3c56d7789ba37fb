"""The part of a comment about costs: what a month and a million requests cost, before and after."""

from tools.review.plan.report.model import Review
from tools.review.plan.report.section import Section, titled
from tools.review.plan.report.texts import plain, row

WORTH_SAYING_USD = 0.005


def costs(review: Review) -> Section:
    """The costs, or that they stay the same, or why they are not known."""
    known = review.costs
    if known.unknown:
        rows: tuple[str, ...] = (f"Not known: {plain(known.unknown)}",)
        return Section("costs", rows, lambda rows: "\n".join(["### Cost", "", *rows]))
    if not known.after:
        return Section("costs", (), "\n".join)
    month = [
        _delta(name, known.before.get(key), known.after.get(key)) for key, name in MONTHS.items()
    ]
    before, after = (side.get("per_million", {}) for side in (known.before, known.after))
    routes = [
        _delta(f"million of {route}", before.get(route), after.get(route))
        for route in {**before, **after}
        if _differs(before.get(route), after.get(route))
    ]
    rows = (*month, *routes)
    if not routes and not any(
        _differs(known.before.get(key), known.after.get(key)) for key in MONTHS
    ):
        usd = _usd(known.after.get("month"))
        same = f"**Cost**: unchanged, USD {usd} a month with the example's traffic."
        return Section("costs", (same,), "\n".join)
    return Section("costs", rows, titled("Cost in USD", "per", "before", "after", "difference"))


MONTHS = {"month": "month with the example's traffic", "idle": "month without requests"}


def _differs(one: float | None, other: float | None) -> bool:
    return abs((one or 0) - (other or 0)) >= WORTH_SAYING_USD


def _delta(name: str, before: float | None, after: float | None) -> str:
    difference = (after or 0) - (before or 0)
    difference_ = f"**{difference:+,.2f}**" if _differs(before, after) else "±0"
    return row(plain(name), _usd(before), _usd(after), difference_)


def _usd(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"
