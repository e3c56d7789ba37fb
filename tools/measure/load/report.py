"""The page of a load: throughput, percentiles, statuses and memory, with plots."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from plotly import graph_objects
from plotly.subplots import make_subplots

from tools.measure.load.arrivals import PERCENTILES, TOO_MANY, Step, windows
from tools.measure.load.memory import processes
from tools.measure.load.outcome import Outcome

PAGE = Path(".build/load/report.html")
STEPS = ("Answers a second, by the rate offered", "Latency (s) from when it was due, by the rate")
SOAK = ("Soak: answers a second over time (s)", "Soak: latency (s) over time (s)")
REST = ("Requests by outcome, by the rate offered", "Memory (MB) over time (s)")
WINDOWS = 60
"""Points of a soak."""


def write(outcome: Outcome) -> Path:
    """Write the page; it asks nothing of the network."""
    titles = (*STEPS, *(SOAK if outcome.soak else ()), *REST)
    figure = make_subplots(rows=len(titles) // 2, cols=2, subplot_titles=titles)
    _steps(figure, outcome.steps)
    if outcome.soak:
        _soak(figure, outcome.soak)
    _rest(figure, len(titles) // 2, outcome)
    figure.update_layout(title="Load by open arrivals", height=420 * len(titles) // 2)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    figure.write_html(PAGE, include_plotlyjs=True)
    return PAGE


def _steps(figure: Any, steps: Sequence[Step]) -> None:
    offered = [step.offered for step in steps]
    _line(figure, (1, 1), "good", offered, [step.throughput for step in steps])
    _line(figure, (1, 1), "offered", offered, offered)
    for percent in PERCENTILES:
        latencies = [step.percentile(percent) for step in steps]
        _line(figure, (1, 2), f"p{percent}", offered, latencies)


def _soak(figure: Any, soak: Step) -> None:
    parts = [each for each in windows(soak, WINDOWS) if each[1].samples]
    at = [begin for begin, _ in parts]
    rates = [part.good / part.seconds for _, part in parts]
    _line(figure, (2, 1), "good in the soak", at, rates)
    _line(figure, (2, 1), "errors in the soak", at, [part.errors for _, part in parts])
    for percent in PERCENTILES:
        latencies = [part.percentile(percent) for _, part in parts]
        _line(figure, (2, 2), f"p{percent} in the soak", at, latencies)


def _rest(figure: Any, row: int, outcome: Outcome) -> None:
    offered = [step.offered for step in outcome.steps]
    throttled = [step.statuses[TOO_MANY] for step in outcome.steps]
    _line(figure, (row, 1), "throttled (429)", offered, throttled)
    _line(figure, (row, 1), "errors", offered, [step.errors for step in outcome.steps])
    lasting = {each.process for each in processes(outcome.memory)}
    for name, points in sorted(outcome.memory.items()):
        if name in lasting:
            megabytes = [each for _, each in points]
            _line(figure, (row, 2), name, [at for at, _ in points], megabytes)


def _line(
    figure: Any, place: tuple[int, int], name: str, x: Sequence[float], y: Sequence[float]
) -> None:
    trace = graph_objects.Scatter(x=list(x), y=list(y), name=name, mode="lines+markers")
    trace.marker.size = 4
    figure.add_trace(trace, row=place[0], col=place[1])
