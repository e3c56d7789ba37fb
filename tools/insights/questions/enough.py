"""Whether a log is large enough for a question to judge it by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.command import CommandError
from tools.insights.questions.findings import rows_found
from tools.insights.questions.logs import Answer

DELIVERY = "log-delivery"
"""The question whose answer has the lines of each day."""
_NEED = re.compile(r"(\d+) (requests|days)")


@dataclass(frozen=True)
class Extent:
    """The requests in a log, and the days that have any."""

    requests: int
    days: int


def extent(answers: Sequence[Answer]) -> Extent | None:
    """The extent of the log, where the question about its delivery is among the answered ones."""
    for each in answers:
        if each.question.name == DELIVERY:
            lines = [int(row["lines"]) for row in each.dicts()]
            return Extent(sum(lines), len(lines))
    return None


def lacking(answer: Answer, log: Extent | None) -> str:
    """The sentence that the log is too short to judge; empty where it is not, or has a finding."""
    need = answer.question.header.get("needs")
    if need is None or log is None or rows_found(answer):
        return ""
    match = _NEED.fullmatch(need)
    if not match:
        raise CommandError(
            f"analytics/questions/{answer.question.name}.sql: its header's needs must be like "
            "5000 requests or 10 days"
        )
    least, unit = int(match[1]), match[2]
    there = log.requests if unit == "requests" else log.days
    return "" if there >= least else f"Too few to judge: {there:,} {unit} of the {least:,} needed."
