"""Compares two versions of a schema, keyword by keyword and field by field."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tools.review.contract_changes.change import (
    Change,
    Json,
    Shift,
    Side,
    breaking,
    compatible,
    resolved,
)
from tools.review.contract_changes.keywords import judged

WHY = {
    (Side.REQUEST, True): "requests that were accepted may be refused",
    (Side.REQUEST, False): "every request that was accepted still is",
    (Side.RESPONSE, True): "consumers may get what they were told not to expect",
    (Side.RESPONSE, False): "every answer is one that was promised before",
}
ADVICE = {
    Side.REQUEST: "Accept the old values too, or add a new field or route",
    Side.RESPONSE: "Keep to what was promised, or answer it in a new field or route",
}


@dataclass(frozen=True)
class Walk:
    """The position of a comparison in a route's schemas."""

    route: str
    place: str
    side: Side
    old: Json
    new: Json
    seen: frozenset[tuple[str, str]] = frozenset()

    def changes(self, old: Json, new: Json) -> Iterator[Change]:
        """All changes between the two schemas, at any depth."""
        pair = (old.get("$ref", ""), new.get("$ref", ""))
        if pair in self.seen:
            return
        walk = replace(self, seen=self.seen | {pair}) if all(pair) else self
        old, new = resolved(old, self.old), resolved(new, self.new)
        keywords = judged(old, new)
        for keyword, before, after, shift in keywords:
            yield self.verdict(f"{keyword} {difference(before, after)}", shift)
        yield from self._default(old.get("default"), new.get("default"))
        if not any(keyword == "type" and shift is Shift.OTHER for keyword, *_, shift in keywords):
            yield from walk.below(old, new)

    def below(self, old: Json, new: Json) -> Iterator[Change]:
        """Changes in the schemas of fields, items and additional fields."""
        before, after = old.get("properties", {}), new.get("properties", {})
        must, now = old.get("required", []), new.get("required", [])
        for name, schema in before.items():
            field = replace(self, place=f"{self.place}.{name}")
            if name not in after:
                yield field.removed()
                continue
            yield from field.changes(schema, after[name])
            yield from field.presence(name in must, name in now)
        for name in [name for name in after if name not in before]:
            yield replace(self, place=f"{self.place}.{name}").added(required=name in now)
        if "items" in old or "items" in new:
            items = replace(self, place=f"{self.place}[]")
            yield from items.changes(old.get("items", {}), new.get("items", {}))
        yield from self._further(
            old.get("additionalProperties", True), new.get("additionalProperties", True)
        )

    def removed(self) -> Change:
        """A removed field."""
        if self.side is Side.REQUEST:
            why = "what consumers send there is refused or lost"
            return breaking(self.route, f"{self.place}: removed", why, "Go on accepting it")
        why = "consumers that read it find nothing"
        return breaking(self.route, f"{self.place}: removed", why, "Go on answering it")

    def presence(self, before: bool, after: bool) -> Iterator[Change]:  # noqa: FBT001 - a pair
        """A field that became required or optional."""
        if before != after:
            shift = Shift.FEWER if after else Shift.MORE
            yield self.verdict("optional → required" if after else "required → optional", shift)

    def added(self, *, required: bool) -> Change:
        """A new field."""
        if self.side is Side.REQUEST and required:
            why = "requests without it were accepted and are refused now"
            advice = "Make it optional, with a default"
            return breaking(self.route, f"{self.place}: new, required", why, advice)
        why = "consumers ignore fields that they do not know"
        reason = "consumers need not send it" if self.side is Side.REQUEST else why
        return compatible(self.route, f"{self.place}: new", reason)

    def verdict(self, what: str, shift: Shift) -> Change:
        """A change of the allowed values: breaking or not, by the sender."""
        sentence, why = f"{self.place}: {what}", WHY[self.side, shift.breaks(self.side)]
        if shift.breaks(self.side):
            return breaking(self.route, sentence, why, ADVICE[self.side])
        return compatible(self.route, sentence, why)

    def _default(self, old: Any, new: Any) -> Iterator[Change]:
        if old == new or self.side is Side.RESPONSE:
            return
        what = f"{self.place}: default {shown(old)} → {shown(new)}"
        if old is None:
            yield compatible(self.route, what, "the contract did not say what an absent one means")
        else:
            why = "the same request means something else"
            yield breaking(self.route, what, why, "Keep the default")

    def _further(self, old: Any, new: Any) -> Iterator[Change]:
        """Changes of the additional properties."""
        if isinstance(old, dict) and isinstance(new, dict):
            yield from replace(self, place=f"{self.place}.*").changes(old, new)
        elif old != new:
            more = old is False or new is True
            what = "further fields " + ("allowed" if more else "not allowed or restricted")
            if more and self.side is Side.RESPONSE:
                why = "consumers ignore fields that they do not know"
                yield compatible(self.route, f"{self.place}: {what}", why)
            else:
                yield self.verdict(what, Shift.MORE if more else Shift.FEWER)


def shown(value: Any) -> str:
    """A value as people read it."""
    return "none" if value is None else json.dumps(value, ensure_ascii=False)


def difference(before: Any, after: Any) -> str:
    """Both values; of two lists, the removed and the added items."""
    if isinstance(before, list) and isinstance(after, list):
        gone = [f"loses {shown(value)}" for value in before if value not in after]
        come = [f"gets {shown(value)}" for value in after if value not in before]
        return ", ".join(gone + come)
    return f"{shown(before)} → {shown(after)}"
