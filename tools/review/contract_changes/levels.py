"""Compares service levels: the limits of consumers' tiers and of routes' classes."""

from collections.abc import Iterator
from typing import Any

from tools.review.contract_changes.change import Change, Json, breaking, compatible

OWNER = "service-levels"
RATES = ("rate_per_second", "burst")
KEEP = "Keep the old level, or agree on the new one with the consumers first"
FEWER, MORE = "consumers that kept to the old level are throttled", "consumers may do more"
# How many of the shorter periods fall into the longer one, at most: what a consumer could use.
WITHIN = {("DAY", "WEEK"): 7, ("DAY", "MONTH"): 31, ("WEEK", "MONTH"): 6}


def level_changes(old: Json, new: Json) -> Iterator[Change]:
    """Changes between two versions of throttling.json."""
    before, after = old.get("tiers", {}), new.get("tiers", {})
    for tier in before:
        if tier not in after:
            why = "its consumers have no service level"
            advice = "Move its consumers to another tier first"
            yield breaking(f"tier {tier}", "removed", why, advice)
            continue
        yield from _rates(f"tier {tier}", before[tier], after[tier])
        yield from _quota(f"tier {tier}", before[tier].get("quota"), after[tier].get("quota"))
    for tier in [tier for tier in after if tier not in before]:
        yield compatible(f"tier {tier}", "new", "no consumer has it yet")
    was, now = old.get("route_classes", {}), new.get("route_classes", {})
    for name in [name for name in was if name in now]:
        yield from _rates(f"route class {name}", was[name], now[name])


def class_changes(route: str, old: Json, new: Json, before: Json, after: Json) -> Iterator[Change]:
    """The consequence of a route's new throttle class."""
    was, now = old.get("x-throttle-class"), new.get("x-throttle-class")
    if was == now:
        return
    rates = before.get("route_classes", {}).get(was), after.get("route_classes", {}).get(now)
    what = f"throttle class: {was or 'none'} → {now or 'none'}"
    known = bool(rates[0] and rates[1])
    if known and all(rates[1][rate] >= rates[0][rate] for rate in RATES):
        yield compatible(route, what, "it may be called as often as before")
    else:
        yield breaking(route, what, "it may not be called as often as before", KEEP)


def _rates(place: str, old: Json, new: Json) -> Iterator[Change]:
    for rate in RATES:
        if old.get(rate) != new.get(rate):
            yield _verdict(
                f"{rate} {old.get(rate)} → {new.get(rate)}", place, _less(old, new, rate)
            )
    for name in sorted({*old, *new} - {*RATES, "quota"}):
        if old.get(name) != new.get(name):
            why = "this check cannot judge it"
            yield breaking(place, f"{name}: changed", why, "Look at it, then mark it")


def _less(old: Json, new: Json, rate: str) -> bool:
    unlimited = float("inf")
    return bool(new.get(rate, unlimited) < old.get(rate, unlimited))


def _quota(place: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    what = f"quota {_told(old)} → {_told(new)}"
    if not old or not new:
        yield _verdict(what, place, less=bool(new))
        return
    needed = old["limit"] * WITHIN.get((old["period"], new["period"]), 1)
    yield _verdict(what, place, less=new["limit"] < needed)


def _told(quota: Any) -> str:
    return f"{quota['limit']} per {quota['period'].lower()}" if quota else "none"


def _verdict(what: str, place: str, less: bool) -> Change:  # noqa: FBT001 - the last word of the sentence
    return breaking(place, what, FEWER, KEEP) if less else compatible(place, what, MORE)
