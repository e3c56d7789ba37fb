"""The page of a load: throughput, percentiles, statuses and memory, with plots."""

from collections.abc import Sequence
from pathlib import Path

from plotly import graph_objects
from plotly.subplots import make_subplots

from tools.measure.load.arrivals import PERCENTILES, TOO_MANY, Step
from tools.measure.load.memory import Series

PAGE = Path(".build/load/report.html")
TITLES = ("Answers a second", "Latency (s), from when it was due", "Requests by outcome", "MB")


def write(steps: Sequence[Step], memory: Series) -> Path:
    """Write the page; it asks nothing of the network."""
    figure = make_subplots(rows=2, cols=2, subplot_titles=TITLES)
    offered = [step.offered for step in steps]

    def line(row: int, column: int, name: str, x: Sequence[float], y: Sequence[float]) -> None:
        trace = graph_objects.Scatter(x=list(x), y=list(y), name=name, mode="lines+markers")
        figure.add_trace(trace, row=row, col=column)

    line(1, 1, "good", offered, [step.throughput for step in steps])
    line(1, 1, "offered", offered, offered)
    for percent in PERCENTILES:
        line(1, 2, f"p{percent}", offered, [step.percentile(percent) for step in steps])
    line(2, 1, "throttled (429)", offered, [step.statuses[TOO_MANY] for step in steps])
    line(2, 1, "errors", offered, [step.errors for step in steps])
    for name, points in sorted(memory.items()):
        line(2, 2, name, [at for at, _ in points], [megabytes for _, megabytes in points])
    figure.update_layout(title="Load by open arrivals", height=900)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    figure.write_html(PAGE, include_plotlyjs=True)
    return PAGE
