"""Answers from the logs: a page of all questions, or one as a table: `[--question NAME]`."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tools import command
from tools.command import CommandError, Ending
from tools.deploy.where.cloud import LOCAL
from tools.insights.questions import page
from tools.insights.questions.enough import DELIVERY, extent, lacking
from tools.insights.questions.environment import consumers, logs_of
from tools.insights.questions.findings import sentences, shown
from tools.insights.questions.logs import Answer
from tools.insights.questions.question import named, questions

MOST = 3
"""Findings of one question that are said beside those of others."""


def _tell(arguments: Namespace) -> Ending:
    if arguments.list:
        for name, each in questions().items():
            print(f"{name:24} {each.header['answers']}")
        return Ending(f"{len(questions())} questions")
    names = consumers(arguments.env)
    if arguments.question:
        return _one(arguments.question, arguments.env, names)
    console = Console()
    with console.status("Asking …"), logs_of(arguments.env) as logs:
        answers = [logs.ask(each) for each in questions().values()]
    if not any(each.rows for each in answers):
        raise CommandError(
            f"the logs of {arguments.env} have no requests of the last fourteen days; call the API"
        )
    for answer in answers:
        _say(console, sentences(answer, names), MOST, answer.question.name)
    log = extent(answers)
    if short := [each.question.name for each in answers if lacking(each, log)]:
        console.print(f"Too few requests to judge by: {', '.join(short)}", markup=False)
    path = page.write(answers, arguments.env, names)
    return Ending(f"{len(answers)} questions answered; the page is {path}")


def _one(name: str, environment: str, names: dict[str, str]) -> Ending:
    question, console = named(name), Console()
    with console.status("Asking …"), logs_of(environment) as logs:
        answer, delivered = logs.ask(question), logs.ask(named(DELIVERY))
    console.print(question.header["answers"], markup=False, highlight=False)
    if answer.rows:
        console.print(_table(answer, names))
    _say(console, sentences(answer, names), len(answer.rows), name)
    if short := lacking(answer, extent([delivered])):
        console.print(short, markup=False, highlight=False)
    late = "" if answer.rows else "; a line takes some seconds to here, and minutes on AWS"
    return Ending(f"{len(answer.rows)} rows{late}")


def _say(console: Console, said: Sequence[str], most: int, name: str) -> None:
    for sentence in said[:most]:
        console.print(f"• {sentence}", markup=False, highlight=False, soft_wrap=True)
    if len(said) > most:
        console.print(f"  and {len(said) - most} more: make insights QUESTION={name}", markup=False)


def _table(answer: Answer, names: dict[str, str]) -> Table:
    table = Table(title=answer.question.title)
    for place, column in enumerate(answer.columns):
        number = any(isinstance(row[place], int | float) for row in answer.rows)
        table.add_column(
            column.replace("_", " "), justify="right" if number else "left", overflow="fold"
        )
    for row in answer.rows:
        cells = (shown(names.get(str(value), value)) for value in row)
        table.add_row(*(cell.replace("[", "\\[") for cell in cells))
    return table


def main(argv: Sequence[str] | None = None) -> int:
    """Answer; 1 with a sentence for an unknown question, no logs, or no stack."""
    parser = command.parser("tools.insights.questions", __doc__)
    parser.add_argument("--env", default=os.environ.get("ENV", LOCAL), help="whose logs")
    parser.add_argument("--question", help="answer this one as a table")
    parser.add_argument("--list", action="store_true", help="list the questions")
    return command.run(parser, argv, _tell)


if __name__ == "__main__":
    sys.exit(main())
