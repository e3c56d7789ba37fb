"""Findings: the rows of an answer that someone should act on, in a sentence each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tools.insights.questions.logs import Answer
from tools.insights.questions.question import Question

SUBJECTS = ("subject", "key", "route", "country")
"""Columns that name whom or what a finding is about."""


def rows_found(answer: Answer) -> list[dict[str, Any]]:
    """The rows that are findings."""
    if not answer.question.finding:
        return []
    mark = answer.question.header.get("finding-when")
    return [row for row in answer.dicts() if mark is None or row[mark]]


def states_a_fact(question: Question) -> bool:
    """Whether its one finding is a fact about all requests, and nothing to act on at once."""
    return question.header.get("finding-when") == "first"


def subjects_found(answer: Answer) -> list[str]:
    """The subjects of the findings, except of those that only state a fact."""
    if states_a_fact(answer.question):
        return []
    return [str(row[_subject(row)]) for row in rows_found(answer)]


def sentences(answer: Answer, names: Mapping[str, str]) -> list[str]:
    """A sentence for each finding; `names` are those of clients by their ids."""
    return [
        answer.question.finding.format_map(
            {column: shown(names.get(str(value), value)) for column, value in row.items()}
        )
        for row in rows_found(answer)
    ]


def _subject(row: Mapping[str, Any]) -> str:
    return next(name for name in SUBJECTS if name in row)


def shown(value: object) -> str:
    """The value as people read it."""
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.0f}"  # noqa: PLR2004
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    # A user agent may have anything in it: neither a terminal nor a page shall obey it.
    return "".join(each if each.isprintable() else "·" for each in str(value))
