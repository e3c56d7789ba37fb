"""The comment: the verdict first, the whole under GitHub's limit, what is left out said."""

from collections.abc import Sequence
from dataclasses import replace

from shared.product import NAME
from tools.review.plan.report.model import Review
from tools.review.plan.report.section import Section
from tools.review.plan.report.sections import sections
from tools.review.plan.report.texts import plain
from tools.review.plan.report.verdict import mark, sentence

LIMIT = 65_536
"""Characters of a comment on GitHub; counted here in bytes, which are never fewer."""
MARK = f"<!-- {NAME}-review: {{environment}} -->"
"""By which the comment is found again."""
MARK_OF_ALL = f"<!-- {NAME}-reviews -->"
BETWEEN = "\n---\n\n"
BESIDE = " · "
LEAST_FIRST = (
    "changes", "contract changes", "waived dangers", "findings", "costs", "breaking changes",
    "dangers", "roots without a plan",
)  # fmt: skip


def comment(review: Review, *, limit: int = LIMIT) -> str:
    """The whole comment in at most `limit` bytes."""
    parts = sections(review)
    counts = {each.name: len(each.rows) for each in parts}
    text = _text(review, parts, counts)
    for name in LEAST_FIRST:
        if _size(text) <= limit:
            return text
        section = next(each for each in parts if each.name == name)
        counts[name] = _fitting(review, parts, counts, section, limit)
        text = _text(review, parts, counts)
    return text if _size(text) <= limit else _cut(text, limit)


def of_pull_request(reviews: Sequence[Review], *, limit: int = LIMIT) -> str:
    """One comment about every environment, the gravest first; the contracts are told once."""
    first, *others = sorted(reviews, key=lambda each: -each.weight)
    each_in_short = BESIDE.join(f"`{each.environment}` {mark(each)}" for each in (first, *others))
    head = f"{MARK_OF_ALL}\n" + (f"{each_in_short}\n\n" if others else "")
    share = (limit - _size(head)) // len(reviews) - _size(BETWEEN)
    every = [first, *(replace(each, contracts={}, contracts_unknown="") for each in others)]
    return head + BETWEEN.join(comment(each, limit=share) for each in every)


def _fitting(
    review: Review, parts: Sequence[Section], counts: dict[str, int], section: Section, limit: int
) -> int:
    """The most rows of the section with which everything fits; 0 when none does."""
    low, high = 0, len(section.rows)
    while low < high:
        middle = (low + high + 1) // 2
        if _size(_text(review, parts, {**counts, section.name: middle})) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _text(review: Review, parts: Sequence[Section], counts: dict[str, int]) -> str:
    inside = [each.text(counts[each.name]) for each in parts]
    mark = MARK.format(environment=review.environment)
    head = f"{mark}\n## Review of `{review.environment}`\n\n{sentence(review)}"
    is_cut = any(counts[each.name] < len(each.rows) for each in parts)
    return "\n\n".join([head, *filter(None, inside), _foot(review, is_cut=is_cut)]) + "\n"


def _foot(review: Review, *, is_cut: bool) -> str:
    whole = "**Parts are left out to fit; the artifact has the whole review.** " if is_cut else ""
    return (
        f"{whole}<sub>Commit {plain(review.commit)}, compared with {plain(review.base)}. "
        "Waivers: <code>terraform/waivers.toml</code></sub>"
    )


def _size(text: str) -> int:
    return len(text.encode())


def _cut(text: str, limit: int) -> str:
    """The beginning of it; only a verdict of thousands of words comes here."""
    note = "\n\n**Cut here; the artifact has the whole review.**\n"
    return text.encode()[: limit - _size(note)].decode(errors="ignore") + note
