"""The lines of the report: one a fault, and rounds of a fault put together."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from tools.measure.faults.checker import Verdict
from tools.measure.faults.history import History
from tools.measure.faults.scene import Scene

KEPT_SENTENCES = 20


@dataclass(frozen=True)
class Row:
    """A fault's line in the report."""

    fault: str
    service: str
    injected: int
    operations: int
    """Creations, their repetitions, moves and reads: each is checked."""
    writes: int
    acknowledged: int
    late: int
    refused: int
    unanswered: int
    lost: int
    doubled: int
    crossed: int
    disordered: int
    p99_during_seconds: float
    p99_after_seconds: float
    recovery_seconds: float | None
    sentences: tuple[str, ...]

    @property
    def broken(self) -> int:
        """How many writes are not as their callers were told, or never got an answer."""
        wrong = self.lost + self.doubled + self.crossed + self.disordered
        return wrong + self.unanswered + (self.recovery_seconds is None)

    def beside(self, other: "Row") -> "Row":
        """Two rounds of one fault: counts added, of seconds the worse."""
        counted = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        recoveries = [self.recovery_seconds, other.recovery_seconds]
        known = [each for each in recoveries if each is not None]
        return Row(
            self.fault,
            self.service,
            **counted,
            p99_during_seconds=max(self.p99_during_seconds, other.p99_during_seconds),
            p99_after_seconds=max(self.p99_after_seconds, other.p99_after_seconds),
            recovery_seconds=max(known) if len(known) == len(recoveries) else None,
            sentences=(self.sentences + other.sentences)[:KEPT_SENTENCES],
        )


@dataclass(frozen=True)
class Answers:
    """All that clients were told during a fault and after it."""

    during: History
    after: History
    unanswered: int

    @property
    def whole(self) -> History:
        """Both, as one."""
        return History(self.during.journey, self.during.things + self.after.things)


COUNTS = tuple(each.name for each in fields(Row) if each.type in (int, "int"))


def row_of(
    scene: Scene, fault: str, answers: Answers, verdict: Verdict, recovery_seconds: float | None
) -> Row:
    """The line of what clients were told, and of what became of it."""
    outcomes = answers.whole.outcomes()
    acknowledged = sum(each.acknowledged for each in outcomes)
    late = sum(thing.late and thing.outcome.acknowledged for thing in answers.whole.things)
    return Row(
        fault=fault,
        service=scene.service,
        injected=len(scene.injected),
        operations=len(outcomes) + answers.during.checked + answers.after.checked,
        writes=len(outcomes),
        acknowledged=acknowledged,
        late=late,
        refused=len(outcomes) - acknowledged - answers.unanswered,
        unanswered=answers.unanswered,
        lost=verdict.lost,
        doubled=verdict.doubled,
        crossed=verdict.crossed,
        disordered=verdict.disordered,
        p99_during_seconds=p99(answers.during.seconds),
        p99_after_seconds=p99(answers.after.seconds),
        recovery_seconds=recovery_seconds,
        sentences=verdict.sentences,
    )


def together(rows: Iterable[Row]) -> list[Row]:
    """One row for each service and fault, in the order of their first round."""
    whole: dict[tuple[str, str], Row] = {}
    for row in rows:
        place = row.service, row.fault
        whole[place] = whole[place].beside(row) if place in whole else row
    return list(whole.values())


def p99(seconds: Sequence[float]) -> float:
    """The 99th percentile; of one value the value."""
    if len(seconds) < 2:  # noqa: PLR2004 - a percentile needs two
        return round(sum(seconds), 3)
    return round(statistics.quantiles(seconds, n=100, method="inclusive")[98], 3)


def as_json(rows: Sequence[Row], seed: int, planted: int) -> str:
    """The whole campaign in one line."""
    totals = {name: sum(getattr(row, name) for row in rows) for name in COUNTS}
    content = {"seed": seed, "planted_and_seen": planted, **totals}
    return json.dumps({**content, "faults": [asdict(row) for row in rows]})
