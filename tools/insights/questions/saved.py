"""Files written from the questions: saved queries of Logs Insights, the page about them."""

import re
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tools import command
from tools.command import CommandError
from tools.insights.questions import search
from tools.insights.questions.logs_insights import InexpressibleError, translated
from tools.insights.questions.question import FOLDER, SECTIONS, Question, questions

SAVED = Path("analytics/logs_insights")
PAGE = Path("docs/operations/insights.md")
BEGIN = "<!-- questions: written by make questions -->"
END = "<!-- end of questions -->"
ENTRY = re.compile(r"^-- logs-insights: .*\n", re.MULTILINE)


def files() -> dict[Path, str]:
    """Texts: generated queries, questions with their last line of header, page, index template."""
    texts = {}
    for question in questions().values():
        said = "yes"
        try:
            texts[SAVED / f"{question.name}.query"] = translated(question)
        except InexpressibleError as error:
            said = f"no: {error}"
        path = FOLDER / f"{question.name}.sql"
        texts[path] = _with_entry(path.read_text(encoding="utf-8"), question, said)
    texts[PAGE] = _documented(PAGE.read_text(encoding="utf-8"))
    texts[search.TEMPLATE] = search.template()
    return texts


def _documented(text: str) -> str:
    """The page about questions with the table of all of them."""
    known = questions().values()
    ranked = sorted(known, key=lambda each: (SECTIONS.index(each.header["section"]), each.name))
    rows = [
        f"| {each.header['section']} | `{each.name}` | {each.header['answers']} |"
        for each in ranked
    ]
    table = "\n".join(["| about | question | answers |", "| --- | --- | --- |", *rows])
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{table}\n\n{END}{rest.split(END)[1]}"


def _with_entry(text: str, question: Question, said: str) -> str:
    header, body = ENTRY.sub("", text).split(question.sql[:40], 1)
    return f"{header}-- logs-insights: {said}\n{question.sql[:40]}{body}"


def different() -> list[Path]:
    """Files that are not as they would be written, and queries that no question has any more."""
    expected = files()
    differing = [
        path
        for path, text in expected.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    return differing + [path for path in SAVED.glob("*.query") if path not in expected]


def _write(arguments: Namespace) -> None:
    if arguments.check:
        if stale := different():
            raise CommandError(f"{stale[0]} is not what its question says; run `make questions`")
        return
    expected = files()
    SAVED.mkdir(exist_ok=True)
    for path in SAVED.glob("*.query"):
        if path not in expected:
            path.unlink()
    for path, text in expected.items():
        path.write_text(text, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Write them; with --check, 1 when one differs."""
    parser = command.parser("tools.insights.questions.saved", __doc__)
    parser.add_argument("--check", action="store_true", help="write nothing")
    return command.run(parser, argv, _write)


if __name__ == "__main__":
    sys.exit(main())
