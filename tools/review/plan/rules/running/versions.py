"""Providers, modules and Terraform of another version or origin than before."""

import re
from collections.abc import Iterator, Mapping

from tools.review.plan.facts.model import Danger, Kind, Plan
from tools.review.plan.facts.sources import Asked

type Version = tuple[int, ...]
type Versions = Mapping[tuple[str, str], Asked]

NUMBER = re.compile(r"\d+(?:\.\d+)*")
LOCKED = re.compile(r"\(locked\)$")
CONSTRAINT = re.compile(r"(=|!=|>=|<=|>|<|~>)?\s*(\d+(?:\.\d+)*)")
LOWEST, ENDLESS, PATCH = (0, 0, 0), (10**9, 0, 0), (0, 0, 0)
REF = re.compile(r"[?&]ref=([^&]+)")
COMMIT = re.compile(r"[0-9a-f]{40}")
ADVICE = "Read its changelog, plan every root with it, and lock the exact version"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Objects that another provider takes over."""
    for change in plan.altered():
        known = {each.rpartition("/")[2]: each for each in plan.providers_before}
        was = known.get(change.provider.rpartition("/")[2])
        if (
            change.provider
            and plan.providers_before
            and change.provider not in plan.providers_before
        ):
            reason = (
                f"Another provider has it: {was or 'none of this name before'} → {change.provider}"
            )
            yield Danger(Kind.VERSION, change.address, reason, ADVICE)
            return


def between(before: Versions, after: Versions) -> Iterator[Danger]:
    """Everything that is wanted in another version, but for patches."""
    said = set()
    for key, now in after.items():
        was = before.get(key) or _elsewhere(before, now)
        reason = _reason(was, now)
        if reason and (now.what, reason) not in said:
            said.add((now.what, reason))
            yield Danger(Kind.VERSION, now.place, f"{now.what}: {reason}", ADVICE)


def _elsewhere(before: Versions, now: Asked) -> Asked | None:
    """An equal demand in another file: a block that has moved, or one more root."""
    same = [each for each in before.values() if each.what == now.what and each.source == now.source]
    return next((each for each in same if each.version == now.version), same[0] if same else None)


def _reason(was: Asked | None, now: Asked) -> str:
    if was is None:
        origin = now.source or now.version
        return f"new, from {origin}{f' {now.version}' if now.source and now.version else ''}"
    if _origin(was) != _origin(now):
        return f"another origin: {was.source} → {now.source}"
    one, other, ref = _version(was), _version(now), REF.search(now.source)
    is_range = bool(one) and not LOCKED.search(now.what) and not ref
    if one == other and was.checksums - now.checksums and now.checksums - was.checksums:
        return f"{one} with other checksums: another package than the one that was locked"
    if one == other or _is_patch(one, other) or (is_range and _is_narrower(one, other)):
        return ""
    if COMMIT.fullmatch(one) and not COMMIT.fullmatch(other):
        return f"no longer pinned to a commit: {one} → {other or 'any'}"
    return f"{one or 'any'} → {other or 'any'}"


def _origin(demand: Asked) -> str:
    return REF.sub("", demand.source)


def _version(demand: Asked) -> str:
    ref = REF.search(demand.source)
    return ref[1] if ref else demand.version


def _is_patch(one: str, other: str) -> bool:
    """Whether a version is the next patch of another, with the same words around it."""
    old, new = NUMBER.findall(one), NUMBER.findall(other)
    if [len(old), len(new)] != [1, 1] or NUMBER.sub("", one) != NUMBER.sub("", other):
        return False
    a, b = _parts(old[0]), _parts(new[0])
    return len(a) == len(b) == len(PATCH) and a[:2] == b[:2] and a <= b


def _is_narrower(one: str, other: str) -> bool:
    """Whether every version that the second constraint takes is taken by the first one."""
    old, new = _range(one), _range(other)
    return old is not None and new is not None and old[0] <= new[0] and new[1] <= old[1]


def _range(constraint: str) -> tuple[Version, Version] | None:
    """The lowest version that a constraint takes, and the first one above that it does not."""
    low: Version = LOWEST
    high: Version = ENDLESS
    for part in filter(None, constraint.split(",")):
        match = CONSTRAINT.fullmatch(part.strip())
        if not match:
            return None
        begin, end = _of_part(match[1] or "=", _parts(match[2]))
        low, high = max(low, begin), min(high, end)
    return low, high


def _of_part(operator: str, parts: Version) -> tuple[Version, Version]:
    whole = (*parts, *PATCH[len(parts) :])
    after = (*whole[:2], whole[2] + 1)
    ends = {
        "=": (whole, after),
        ">=": (whole, ENDLESS),
        ">": (after, ENDLESS),
        "<": (LOWEST, whole),
        "<=": (LOWEST, after),
        "~>": (whole, (*parts[:-2], parts[-2] + 1) if len(parts) > 1 else ENDLESS),
    }
    return ends.get(operator, (LOWEST, ENDLESS))


def _parts(number: str) -> Version:
    return tuple(int(each) for each in number.split("."))
