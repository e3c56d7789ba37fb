"""Athena answers every question as DuckDB does: one SQL, one result."""

import math
from datetime import datetime
from typing import Any

import pytest

from tests.integration.insights.conftest import Lake
from tools.command import CommandError
from tools.insights.questions.question import Question, questions

QUESTIONS = questions()


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_has_the_same_answer_in_both(name: str, lake: Lake) -> None:
    ours, theirs = lake.duckdb.ask(QUESTIONS[name]), lake.athena.ask(QUESTIONS[name])

    assert theirs.columns == ours.columns
    assert _comparable(theirs.rows) == _comparable(ours.rows)


def test_the_lines_have_something_to_say_to_most_questions(lake: Lake) -> None:
    silent = [name for name, each in QUESTIONS.items() if not lake.duckdb.ask(each).rows]

    assert len(silent) < len(QUESTIONS) / 4, silent


def test_answers_of_many_pages_are_whole(lake: Lake) -> None:
    question = Question("many", "SELECT request_id, status FROM access_logs ORDER BY 1", {})

    ours, theirs = lake.duckdb.ask(question), lake.athena.ask(question)

    assert len(theirs.rows) > 20 * 999
    assert theirs.rows == [list(row) for row in ours.rows]


def test_values_have_their_types(lake: Lake) -> None:
    sql = (
        "SELECT CAST(1 AS bigint) AS a, 1.5e0 AS b, true AS c, NULL AS d, 'x' AS e, "
        "TIMESTAMP '2026-01-02 03:04:05' AS f, CAST(2.50 AS decimal(5, 2)) AS g, "
        "CAST('NaN' AS double) AS h, CAST('Infinity' AS double) AS i, DATE '2026-01-02' AS j"
    )

    [row] = lake.athena.ask(Question("types", sql, {})).rows

    assert row[:7] == [1, 1.5, True, None, "x", datetime.fromisoformat("2026-01-02 03:04:05"), 2.5]
    assert math.isnan(row[7])
    assert row[8:] == [math.inf, "2026-01-02"]


def test_a_question_that_fails_says_why(lake: Lake) -> None:
    question = Question("odd", "SELECT nothing FROM access_logs", {})

    with pytest.raises(
        CommandError, match=r"did not answer analytics/questions/odd\.sql: .*nothing"
    ):
        lake.athena.ask(question)


def _comparable(rows: Any) -> list[tuple[str, ...]]:
    """Rows of equal rank in any order; the last digit of a sum depends on the order of adding."""
    return sorted(tuple(_text(value) for value in row) for row in rows)


def _text(value: object) -> str:
    return f"{value:.9g}" if isinstance(value, float) else str(value)
