"""A part of a comment, of which the last rows may be left out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.review.plan.report.texts import table


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


def titled(title: str, *columns: str) -> Callable[[Sequence[str]], str]:
    """A table below its title."""
    return lambda rows: "\n".join([f"### {title}", "", table(*columns), *rows])
