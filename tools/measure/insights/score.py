"""Precision and recall of the findings over planted and over clean logs."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.insights.questions.findings import subjects_found
from tools.insights.questions.question import questions
from tools.measure.insights.logs import written
from tools.measure.insights.scenario import Scenario, subjects


@dataclass
class Score:
    """Counts by question."""

    planted: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: Counter[str] = field(default_factory=Counter)
    """Findings in planted logs about a subject that nothing was planted for."""
    related: Counter[str] = field(default_factory=Counter)
    """Findings about the subject of another question: a scraper that also takes much data."""
    clean: Counter[str] = field(default_factory=Counter)
    """Findings in clean logs."""

    def precision(self) -> float:
        """Of all findings, the share that is planted; a clean log's are all false."""
        false = self.false.total() + self.clean.total() + self.related.total()
        return self.hits.total() / max(1, self.hits.total() + false)

    def recall(self) -> float:
        """Of all that was planted, the share that was found."""
        return self.hits.total() / max(1, self.planted.total())


def score(seeds: Sequence[int], requests: int) -> Iterator[tuple[int, Score]]:
    """The score so far, after each seed."""
    total = Score()
    for seed in seeds:
        for planted in (True, False):
            with (
                tempfile.TemporaryDirectory() as folder,
                written(Path(folder), seed, requests, planted=planted) as (scenario, logs),
            ):
                seen = {
                    (name, subject)
                    for name, each in questions().items()
                    if each.finding
                    for subject in subjects_found(logs.ask(each))
                }
            _count(total, scenario, seen, seed)
        yield seed, total


def _count(total: Score, scenario: Scenario, seen: set[tuple[str, str]], seed: int) -> None:
    expected = subjects(scenario.planted)
    known = {subject for _, subject in expected}
    for question, subject in expected:
        total.planted[question] += 1
        if (question, subject) in seen:
            total.hits[question] += 1
        else:
            total.missed.append(f"{question} {subject} (seed {seed})")
    # Of an attack by many addresses, each that is seen by itself is seen rightly.
    for question, subject in seen - expected - scenario.parts:
        kind = total.related if subject in known else total.false
        if not expected:
            kind = total.clean
        kind[question] += 1
