"""A trace as a picture: steps, Terraform's phases, AWS's answers, and waits over time."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from tools.measure.trace.account import Run

WIDTH, LABEL, ROW, BAR = 1400, 260, 18, 12
LETTER, LETTERS = 6, 40
"""Width of a letter in pixels, and letters that fit beside the bars."""
COLOURS = {
    "command": "#c8ccd4",
    "step": "#8fa8c8",
    "start": "#b0b0b0",
    "state": "#d0c090",
    "provider's checksum": "#c98bb9",
    "provider and schema": "#9c6ade",
    "validate": "#7fc8a9",
    "refresh and plan": "#4c9be8",
    "apply": "#2f6f4f",
    "import": "#2f6f4f",
    "destroy": "#2f6f4f",
    "answer": "#1b1b1b",
    "wait": "#e0483e",
    "resource": "#e8a33d",
}
Bar = tuple[float, float, str, str]
"""From when until when, the colour's name, and the words of its tooltip."""


def svg(spans: Sequence[dict[str, Any]], runs: Sequence[Run]) -> str:
    """The picture; hovering over a bar shows its name and duration."""
    rows = [*_steps(spans), *_terraform(runs), *_resources(spans)]
    first = min((bar[0] for _, bars in rows for bar in bars), default=0.0)
    last = max((bar[1] for _, bars in rows for bar in bars), default=1.0)
    scale = (WIDTH - LABEL) / max(last - first, 0.001)
    height = ROW * (len(rows) + 3)
    body = [*_legend(), *_axis(last - first, scale, height)]
    for index, (name, bars) in enumerate(rows):
        top = ROW * (index + 2)
        body.append(f'<text x="4" y="{top + BAR - 2}">{escape(_short(name))}</text>')
        body += [_bar(bar, first, scale, top) for bar in bars]
    style = "<style>text{font:11px sans-serif}</style>"
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{style}{"".join(body)}</svg>\n'


def _short(name: str) -> str:
    """The end of a name that is too long for its column: a resource's own."""
    return name if len(name) <= LETTERS else f"…{name[1 - LETTERS :]}"


def _steps(spans: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[Bar]]]:
    for each in sorted(spans, key=lambda span: span["began"]):
        if each["kind"] in {"command", "step"}:
            yield each["name"], [(each["began"], each["ended"], each["kind"], each["name"])]


def _terraform(runs: Sequence[Run]) -> Iterator[tuple[str, list[Bar]]]:
    for run in runs:
        bars, moment = [], run.began
        for phase, seconds in run.phases:
            bars.append((moment, moment + seconds, phase, f"{run.name}: {phase}"))
            moment += seconds
        yield f"terraform {run.name}", bars
        if run.requests:
            answers = [(each.began, each.ended, "answer", each.operation) for each in run.requests]
            waits = [(since, until, "wait", "waits") for since, until in run.waits]
            yield "  its requests and waits", [*waits, *answers]


def _resources(spans: Sequence[dict[str, Any]]) -> Iterator[tuple[str, list[Bar]]]:
    longest = [
        each for each in spans if each["kind"] == "resource" and each["ended"] - each["began"] >= 1
    ]
    for each in sorted(longest, key=lambda span: span["began"]):
        words = f"{each['run']}: {each['name']} {each['action']}"
        yield each["name"], [(each["began"], each["ended"], "resource", words)]


def _bar(bar: Bar, first: float, scale: float, top: float) -> str:
    since, until, colour, words = bar
    left, width = LABEL + (since - first) * scale, max((until - since) * scale, 0.6)
    title = escape(f"{words}, {until - since:.2f} s")
    return (
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{BAR}" '
        f'fill="{COLOURS.get(colour, "#888")}"><title>{title}</title></rect>'
    )


def _legend() -> Iterator[str]:
    names = [each for each in COLOURS if each not in {"import", "destroy", "command"}]
    left = 4
    for name in names:
        yield f'<rect x="{left}" y="3" width="10" height="10" fill="{COLOURS[name]}"/>'
        yield f'<text x="{left + 14}" y="12">{escape(name)}</text>'
        left += 34 + LETTER * len(name)


def _axis(seconds: float, scale: float, height: float) -> Iterator[str]:
    step = next((each for each in (1, 2, 5, 10, 20, 60) if seconds / each <= 20), 300)  # noqa: PLR2004
    for second in range(0, int(seconds) + 1, step):
        left = LABEL + second * scale
        yield f'<path d="M{left:.1f} 30V{height}" stroke="#ddd"/>'
        yield f'<text x="{left:.1f}" y="28">{second} s</text>'
