"""The figures as tables, and as JSON."""

import json
from collections.abc import Mapping, Sequence
from operator import truediv
from statistics import median, quantiles
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.measure.starts.goals import Goal
from tools.measure.starts.modules import Imports
from tools.measure.starts.run import Measured, Samples
from tools.measure.starts.subjects import Subject

COLUMNS = {
    "cold_cpu_ms": "cold CPU ms",
    "cold_wall_ms": "cold wall ms",
    "memory_mb": "memory MB",
    "warm_post_no_database_us": "POST µs, no DB",
    "warm_post_database_us": "POST µs, DB",
    "warm_get_no_database_us": "GET µs, no DB",
    "warm_get_database_us": "GET µs, DB",
}


def figures(subjects: Sequence[Subject], samples: Samples) -> dict[str, dict[str, float]]:
    """The medians of each subject, and its sizes."""
    return {
        subject.name: {
            name: round(median(values), 1) for name, values in samples[subject.name].items()
        }
        | {
            "zipped_mb": round(subject.zipped_bytes / 1e6, 2),
            "unpacked_mb": round(subject.unpacked_bytes / 1e6, 2),
        }
        for subject in subjects
    }


def ratios(measured: Measured, goals: Sequence[Goal]) -> list[dict[str, Any]]:
    """Our figures relative to the references', with the goals.

    The median over the pairs: both of a pair were measured within seconds, under the same load.
    Beside it the ratio of the least values of both, because other work only ever adds.
    """
    return [_compared(goal, measured.both(*goal[:3])) for goal in goals]


def _compared(goal: Goal, both: Sequence[tuple[float, float]]) -> dict[str, Any]:
    ours, others = zip(*both, strict=True)
    return {
        "subject": goal.ours,
        "against": goal.against,
        "figure": goal.figure,
        "ratio": round(median(map(truediv, ours, others)), 3),
        "ratio_of_least": round(min(ours) / min(others), 3),
        "pairs": len(both),
        "goal": goal.most,
    }


def show(
    subjects: Sequence[Subject],
    measured: Measured,
    goals: Sequence[Goal],
    imports: Imports,
    console: Console,
) -> None:
    """Print tables of everything, and one JSON object as the last line."""
    medians, compared = figures(subjects, measured.samples), ratios(measured, goals)
    console.print(_table(subjects, measured.samples, medians))
    console.print(_ratio_table(compared))
    console.print(f"Dearest imports of {subjects[0].name}, in ms with what they import:")
    for cost, name in imports.costs[:10]:
        console.print(f"{cost:8.1f}  {name}", highlight=False)
    whole = {
        "figures": medians,
        "ratios": compared,
        "modules": len(imports.names),
        "imports_ms": {name: cost for cost, name in imports.costs[:10]},
    }
    print(json.dumps(whole))


def _table(subjects: Sequence[Subject], samples: Samples, medians: Mapping[str, Any]) -> Table:
    table = Table("median (quartiles)", *COLUMNS.values(), "zip MB", "unpacked MB")
    for subject in subjects:
        of_subject = samples[subject.name]
        table.add_row(
            subject.name,
            *(_spread(of_subject[name]) if name in of_subject else "-" for name in COLUMNS),
            f"{medians[subject.name]['zipped_mb']:.2f}",
            f"{medians[subject.name]['unpacked_mb']:.1f}",
        )
    return table


def _spread(values: Sequence[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.0f}"
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return f"{middle:.0f} ({low:.0f} to {high:.0f})"


def _ratio_table(compared: Sequence[Mapping[str, Any]]) -> Table:
    table = Table("ours", "against", "figure", "ratio", "of least", "pairs", "goal")
    for each in compared:
        table.add_row(
            each["subject"],
            each["against"],
            COLUMNS[each["figure"]],
            f"{each['ratio']:.2f}",
            f"{each['ratio_of_least']:.2f}",
            str(each["pairs"]),
            f"≤ {each['goal']:.2f}" + ("" if each["ratio"] <= each["goal"] else "  missed"),
        )
    return table
