"""The verdict in one sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from tools.review.plan.facts.model import Weight
from tools.review.plan.report.model import Listed, Review

SIGNS = {0: "🟢", int(Weight.LOOK): "🟡", int(Weight.STOP): "🔴"}
WORDS = {0: "nothing dangerous", int(Weight.LOOK): "look closer", int(Weight.STOP): "stop and look"}
MOST_KINDS, SHOWN_KINDS = 5, 4
"""Of more kinds than these a sentence names the gravest, and counts the others."""
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


def mark(review: Review) -> str:
    """The verdict in two words and a sign."""
    return f"{SIGNS[review.weight]} **{WORDS[review.weight].capitalize()}**"


def _judgement(review: Review) -> str:
    parts = []
    if review.breaking:
        number = len(review.breaking)
        parts.append(f"{count(number, 'change')} that {agreeing(number, 'break')} consumers")
    if review.failures:
        parts.append(f"no plan of {', '.join(each.root for each in review.failures)}")
    kinds = list(_kinds(review))
    if len(kinds) > MOST_KINDS:
        kinds = [*kinds[:SHOWN_KINDS], f"{len(kinds) - SHOWN_KINDS} more kinds"]
    parts += kinds
    return f"{mark(review)}{f': {_listed(parts)}' if parts else ''}."


def _kinds(review: Review) -> Iterator[str]:
    """Each kind of danger with its root, or with the number of roots; the gravest first."""
    roots: defaultdict[str, list[str]] = defaultdict(list)
    for root, danger in review.dangers:
        roots[str(danger.kind)].append(root)
    for kind, places in roots.items():
        distinct = list(dict.fromkeys(places))
        where = distinct[0] if len(distinct) == 1 else count(len(distinct), "root")
        times = f" ({len(places)} times)" if len(places) > 1 else ""
        yield f"{kind} in {where}{times}"


def _size(review: Review) -> str:
    changes = [change for each in review.roots for change in each.changes]
    if not review.roots:
        return "No root is affected."
    if not changes:
        return f"Nothing changes in {review.environment}."
    roots = [each.root for each in review.roots if each.changes]
    where = roots[0] if len(roots) == 1 else count(len(roots), "root")
    return (
        f"{count(len(changes), 'change')} to {review.environment} in {where}: {counted(changes)}."
    )


def counted(changes: Iterable[Listed]) -> str:
    """`2 to add, 1 to destroy`."""
    counts = Counter(each.verb for each in changes)
    return ", ".join(f"{counts[verb]} {word}" for verb, word in VERBS.items() if counts[verb])


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def count(number: int, noun: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def agreeing(number: int, verb: str) -> str:
    """The verb of so many things."""
    return f"{verb}s" if number == 1 else verb
