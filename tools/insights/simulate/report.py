"""The result of a simulation: a table for the terminal, a page with a plot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from rich.table import Column, Table

from tools.insights.simulate.run import Outcome, Result

WIDTH, HEIGHT, LEFT, TOP = 830, 130, 60, 10
LONGEST_BY_HOUR = 2
"""Days that are labelled by the hour."""
CSS = {
    Outcome.SERVED: "served",
    Outcome.THROTTLED: "throttled",
    Outcome.OVER_QUOTA: "over",
    Outcome.FORBIDDEN: "forbidden",
}


def table(result: Result, tiers: Mapping[str, str]) -> Table:
    """Rows by consumer and hour; hours without a refusal are one row together."""
    rows = Table("consumer", Column("hour (UTC)", no_wrap=True), title="Requests")
    for kind in Outcome:
        rows.add_column(kind.value, justify="right", no_wrap=True)
    for consumer in result.consumers():
        name = f"{consumer} ({tiers.get(consumer, 'no tier')})"
        quiet = Counter[Outcome]()
        for hour in result.hours():
            counts = result.counts.get((consumer, hour), Counter())
            if set(counts) - {Outcome.SERVED}:
                rows.add_row(name, _hour(hour), *_cells(counts))
            else:
                quiet += counts
        if quiet:
            rows.add_row(name, "all others", *_cells(quiet))
        rows.add_row(name, "[bold]total[/]", *_cells(result.total(consumer)))
        rows.add_section()
    return rows


def page(result: Result, tiers: Mapping[str, str], path: Path) -> None:
    """Write a self-contained page with a bar chart per consumer."""
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, autoescape=True).get_template("report.html.j2")
    charts = [_chart(result, consumer, tiers) for consumer in result.consumers()]
    kinds = [{"name": kind.value, "css": css} for kind, css in CSS.items()]
    hours = result.hours()
    span = f"{_hour(hours[0])} to {_hour(hours[-1] + 3600)} UTC"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template.render(charts=charts, kinds=kinds, span=span), encoding="utf-8")


def _hour(hour: int) -> str:
    return datetime.fromtimestamp(hour, UTC).strftime("%m-%d %H:00")


def _cells(counts: Counter[Outcome]) -> list[str]:
    return [f"{counts[kind]:,}" if counts[kind] else "" for kind in Outcome]


def _chart(result: Result, consumer: str, tiers: Mapping[str, str]) -> dict[str, Any]:
    hours = result.hours()
    columns = [result.counts.get((consumer, hour), Counter()) for hour in hours]
    most = max(sum(counts.values()) for counts in columns) or 1
    step = WIDTH / len(hours)
    bars = []
    for index, (hour, counts) in enumerate(zip(hours, columns, strict=True)):
        bars += _bars(counts, LEFT + index * step, step, most, _hour(hour))
    labels = [
        {"x": round(LEFT + (hours.index(hour) + 0.5) * step), "text": text}
        for hour, text in _labels(hours)
    ]
    total = result.total(consumer)
    summary = ", ".join(f"{total[kind]:,} {kind.value}" for kind in Outcome if total[kind])
    tier = tiers.get(consumer, "none")
    facts = {"consumer": consumer, "tier": tier, "summary": summary, "most": f"{most:,}"}
    return {**facts, "bars": bars, "labels": labels}


def _labels(hours: Sequence[int]) -> list[tuple[int, str]]:
    """About fifteen labels: hours of the day, or days for more than two days."""
    days = [hour for hour in hours if hour % 86_400 == 0]
    if len(days) > LONGEST_BY_HOUR:
        return [(hour, _hour(hour)[:5]) for hour in days[:: len(days) // 15 + 1]]
    return [(hour, _hour(hour)[6:]) for hour in hours[:: len(hours) // 15 + 1]]


def _bars(
    counts: Counter[Outcome], x: float, step: float, most: int, hour: str
) -> list[dict[str, Any]]:
    """One column: outcomes stacked, served requests at the bottom."""
    bars, bottom = [], float(TOP + HEIGHT)
    for kind, css in CSS.items():
        height = counts[kind] / most * HEIGHT
        if height:
            bottom -= height
            size = {"width": round(step * 0.8, 1), "height": round(height, 1)}
            title = f"{hour}: {counts[kind]:,} {kind.value}"
            bars.append(
                {"css": css, "x": round(x, 1), "y": round(bottom, 1), **size, "title": title}
            )
    return bars
