"""Charts of answers, as plotly.js draws them; the page adds the colours of its theme."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tools.insights.questions.findings import shown
from tools.insights.questions.logs import Answer

MOST_BARS = 15
LONGEST_LABEL = 34
Figure = dict[str, Any]


def chart(answer: Answer, names: Mapping[str, str]) -> Figure | None:
    """The figure that the question's header asks for; None without rows or without a chart."""
    rows, words = answer.dicts(), answer.question.header.get("chart")
    if not rows or not words:
        return None
    kind, *columns = words.split()
    return DRAWN[kind](rows, columns, names)


def _label(value: object, names: Mapping[str, str]) -> str:
    text = shown(names.get(str(value), value))
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def _bars(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], names: Mapping[str, str]
) -> Figure | None:
    """Ranked bars, of two or more; rows with the same label are one where there is one measure."""
    label, *measures = columns
    sums: dict[str, list[float]] = {}
    for row in rows:
        values = [float(row[measure] or 0) for measure in measures]
        before = sums.setdefault(_label(row[label], names), [0.0] * len(measures))
        sums[_label(row[label], names)] = (
            [one + other for one, other in zip(before, values, strict=True)]
            if len(measures) == 1
            else [max(pair) for pair in zip(before, values, strict=True)]
        )
    if len(sums) == 1:
        return None
    ranked = sorted(sums.items(), key=lambda each: each[1][0], reverse=True)[:MOST_BARS][::-1]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": _words(measure),
            "y": [name for name, _ in ranked],
            "x": [values[place] for _, values in ranked],
        }
        for place, measure in enumerate(measures)
    ]
    height = 90 + 26 * len(ranked) * max(1, len(measures) * 0.7)
    return {
        "data": data,
        "layout": {"height": height, "xaxis": {"title": {"text": _words(measures[0])}}},
    }


def _ribbon(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], _: Mapping[str, str]
) -> Figure:
    """Percentiles over time; the area between the lowest and the highest is filled."""
    across, *measures = columns
    x = [shown(row[across]) for row in rows]
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": _words(measure),
            "x": x,
            "y": [row[measure] for row in rows],
            "fill": "none" if place == 0 else "tonexty",
            "line": {"width": 2 if place == 0 else 1},
        }
        for place, measure in enumerate(measures)
    ]
    return {
        "data": data,
        "layout": {"height": 340, "yaxis": {"title": {"text": "ms"}, "rangemode": "tozero"}},
    }


def _heat(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], _: Mapping[str, str]
) -> Figure:
    across, down, measure = columns
    days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    grid: list[list[Any]] = [[None] * 24 for _ in days]
    for row in rows:
        grid[int(row[down]) - 1][int(row[across])] = row[measure]
    data = [
        {
            "type": "heatmap",
            "z": grid,
            "zmin": 0,
            "x": [f"{hour:02}" for hour in range(24)],
            "y": days,
            "xgap": 2,
            "ygap": 2,
            "hovertemplate": "%{y} %{x}:00 UTC: %{z} requests<extra></extra>",
        }
    ]
    layout = {
        "height": 300,
        "yaxis": {"autorange": "reversed"},
        "xaxis": {"title": {"text": "hour (UTC)"}, "type": "category"},
    }
    return {"data": data, "layout": layout}


def _grouped(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[str],
    first: Sequence[tuple[float, float]] = (),
) -> Figure:
    across, up, group = columns
    lines: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        lines.setdefault(str(row[group]), list(first)).append(
            (float(row[across]), float(row[up] or 0))
        )
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": _label(name, {}),
            "marker": {"size": 5},
            "x": [x for x, _ in points],
            "y": [y for _, y in points],
        }
        for name, points in list(lines.items())[:10]
    ]
    axes = {
        "xaxis": {"title": {"text": _words(across)}},
        "yaxis": {"title": {"text": _words(up)}, "range": [0, 103]},
    }
    return {"data": data, "layout": {"height": 360, **axes}}


def _curve(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], _: Mapping[str, str]
) -> Figure:
    """Curves from the corner, beside the even one."""
    figure = _grouped(rows, columns, [(0.0, 0.0)])
    even = {
        "type": "scatter",
        "mode": "lines",
        "name": "even",
        "x": [0, 100],
        "y": [0, 100],
        "line": {"dash": "dot", "width": 1},
    }
    return {**figure, "data": [*figure["data"], even]}


def _lines(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], _: Mapping[str, str]
) -> Figure:
    """Lines over steps that are not even: the axis has each as a word."""
    figure = _grouped(rows, columns)
    figure["layout"]["xaxis"]["type"] = "category"
    return figure


def _words(column: str) -> str:
    return column.replace("_percent", " (%)").replace("_", " ")


DRAWN: Mapping[
    str, Callable[[Sequence[Mapping[str, Any]], Sequence[str], Mapping[str, str]], Figure | None]
] = {
    "bar": _bars,
    "ribbon": _ribbon,
    "heat": _heat,
    "curve": _curve,
    "lines": _lines,
}
