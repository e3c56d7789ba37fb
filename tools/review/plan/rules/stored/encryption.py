"""Encryption at rest and on the way: switched off, with another key, or of an older protocol."""

import re
from collections.abc import Iterator

from tools.review.plan.facts.model import Change, Danger, Kind, Plan, Weight
from tools.review.plan.facts.settings import (
    leaves,
    text,
    weakened,
)
from tools.review.plan.rules.tables import guards, loss, rows

VERSION = re.compile(r"1[._-]([0-3])(?![0-9])")
SAFE = 2
"""TLS 1.2, which whatever is new has to ask for."""
ADVICE = "Keep it encrypted; for another key, say who may use it and what reads the old data"


def dangers(plan: Plan) -> Iterator[Danger]:
    """Everything that is encrypted less, or with another key."""
    for change in plan.altered():
        yield from _switched(change)
        yield from _other_keys(change)
    for change in plan.new():
        yield from _open(change)
    for change in plan.coming():
        yield from _older_protocols(change)
    for change in plan.gone():
        if reason := loss("encryption", change):
            yield Danger(Kind.ENCRYPTION, change.address, f"It is taken away. {reason}", ADVICE)


def _switched(change: Change) -> Iterator[Danger]:
    _, after = change.sides()
    for guard, leaf in weakened(change, guards("encryption")):
        if leaf.path == "sqs_managed_sse_enabled" and after.get("kms_master_key_id"):
            continue
        reason = f"{guard.reason}: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
        yield Danger(Kind.ENCRYPTION, change.address, reason, ADVICE, Weight.STOP)


def _open(change: Change) -> Iterator[Danger]:
    """New objects that say that they shall not be encrypted."""
    after = change.after or {}
    for row in rows("encryption", "explicitly_off"):
        if after.get(row["name"]) is False and not (row.get("or_key") and _has_own_key(change)):
            reason = f"What it stores will not be encrypted: {row['name']}: off"
            yield Danger(Kind.ENCRYPTION, change.address, reason, ADVICE, Weight.STOP)


def _has_own_key(change: Change) -> bool:
    """Whether a key of KMS is named, or will be."""
    named = {**(change.after or {}), **(change.unknown if isinstance(change.unknown, dict) else {})}
    return bool(named.get("kms_master_key_id") or named.get("kms_key_id"))


def _other_keys(change: Change) -> Iterator[Danger]:
    for path in _paths("keys"):
        for leaf in leaves(change, path):
            if leaf.unknown or not leaf.old or leaf.old == leaf.new:
                continue
            if leaf.new:
                reason = f"Another key encrypts it: {leaf.path}. Old data needs the old key"
            else:
                reason = (
                    f"It loses its own key: {leaf.path}. Whoever may read it needs no key any more"
                )
            yield Danger(Kind.ENCRYPTION, change.address, reason, ADVICE)


def _older_protocols(change: Change) -> Iterator[Danger]:
    for path in _paths("protocols"):
        for leaf in leaves(change, path):
            old, new = _tls(leaf.old), _tls(leaf.new)
            expected = SAFE if change.before is None and new is not None else old
            if expected is not None and not leaf.unknown and (new or 0) < expected:
                reason = f"Older TLS is accepted: {leaf.path}: {text(leaf.old)} → {text(leaf.new)}"
                yield Danger(Kind.ENCRYPTION, change.address, reason, ADVICE, Weight.STOP)


def _paths(name: str) -> list[str]:
    return [row["path"] for row in rows("encryption", name)]


def _tls(policy: object) -> int | None:
    """The lowest TLS 1.x that a policy accepts; those without a version in their name, 1.0."""
    if not isinstance(policy, str) or not policy:
        return None
    versions = [int(each) for each in VERSION.findall(policy)]
    if versions:
        return min(versions)
    return 0 if re.search(r"tls|ssl|elb", policy, re.IGNORECASE) else None
