"""All answers as one HTML page that needs nothing from elsewhere."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from plotly.offline import get_plotlyjs

from tools.insights.questions.charts import chart
from tools.insights.questions.enough import Extent, extent, lacking
from tools.insights.questions.findings import sentences, shown, states_a_fact
from tools.insights.questions.logs import Answer
from tools.insights.questions.question import SECTIONS

PAGE = Path(".build/insights.html")
MOST_ROWS = 100


def write(
    answers: Sequence[Answer], environment: str, names: Mapping[str, str], path: Path = PAGE
) -> Path:
    """Write the page; its path."""
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, autoescape=True).get_template("page.html.j2")
    log = extent(answers)
    texts = [_told(each, names, log) for each in answers]
    texts.sort(key=lambda each: SECTIONS.index(each["section"]))
    text = template.render(
        environment=environment,
        at=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        sections=[
            {"name": name, "questions": [each for each in texts if each["section"] == name]}
            for name in SECTIONS
        ],
        findings=[each for each in texts if each["findings"]],
        log=log,
        lacking=[each for each in texts if each["lacking"]],
        number=sum(len(each["findings"]) for each in texts if not each["fact"]),
        plotly=get_plotlyjs(),
        figures={each["name"]: each["figure"] for each in texts if each["figure"]},
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _told(answer: Answer, names: Mapping[str, str], log: Extent | None) -> dict[str, Any]:
    header = answer.question.header
    return {
        "name": answer.question.name,
        "title": header["title"],
        "answers": header["answers"],
        "read": header["read"],
        "acts": header["acts"],
        "threshold": header.get("threshold", ""),
        "section": header["section"],
        "findings": sentences(answer, names),
        "lacking": lacking(answer, log),
        "fact": states_a_fact(answer.question),
        "figure": chart(answer, names),
        "columns": [name.replace("_", " ") for name in answer.columns],
        "rows": [
            [shown(names.get(str(value), value)) for value in row]
            for row in answer.rows[:MOST_ROWS]
        ],
        "numeric": [
            any(isinstance(row[place], int | float) for row in answer.rows)
            for place in range(len(answer.columns))
        ],
        "more": max(0, len(answer.rows) - MOST_ROWS),
    }
