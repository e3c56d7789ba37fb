"""The verdict in one sentence."""

from collections import Counter
from collections.abc import Iterable

from tools.review.plan.facts.model import Weight
from tools.review.plan.report.model import Listed, Review

SIGNS = {0: "🟢", int(Weight.LOOK): "🟡", int(Weight.STOP): "🔴"}
WORDS = {0: "nothing dangerous", int(Weight.LOOK): "look closer", int(Weight.STOP): "stop and look"}
VERBS = {
    "create": "to add",
    "update": "to change",
    "replace": "to replace",
    "delete": "to destroy",
    "forget": "to forget",
    "no-op": "to move",
}


def sentence(review: Review) -> str:
    """The sentence for a reviewer who reads nothing else."""
    return f"{_judgement(review)} {_size(review)}"


def _judgement(review: Review) -> str:
    kinds = Counter(str(danger.kind) for _, danger in review.dangers)
    parts = [kind if count == 1 else f"{kind} ({count} times)" for kind, count in kinds.items()]
    if review.breaking:
        number = len(review.breaking)
        parts.append(f"{_count(number, 'change')} that {_verb(number, 'break')} consumers")

    if review.failures:
        parts.append(f"no plan of {', '.join(each.root for each in review.failures)}")
    word = WORDS[review.weight].capitalize()
    return f"{SIGNS[review.weight]} **{word}**{f': {_listed(parts)}' if parts else ''}."


def _size(review: Review) -> str:
    changes = [change for each in review.roots for change in each.changes]
    if not review.roots:
        return "No root is affected."
    if not changes:
        return f"Nothing changes in {review.environment}."
    roots = [each.root for each in review.roots if each.changes]
    where = roots[0] if len(roots) == 1 else _count(len(roots), "root")
    return (
        f"{_count(len(changes), 'change')} to {review.environment} in {where}: {counted(changes)}."
    )


def counted(changes: Iterable[Listed]) -> str:
    """`2 to add, 1 to destroy`."""
    counts = Counter(each.verb for each in changes)
    return ", ".join(f"{counts[verb]} {word}" for verb, word in VERBS.items() if counts[verb])


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb
