"""Comparison of figures from a noisy machine."""

from tools.measure.starts.goals import Goal
from tools.measure.starts.report import ratios
from tools.measure.starts.run import Measured

FIRST = Goal("ours", "usual", "cold_cpu_ms", 0.5)
GOALS = [FIRST, Goal("ours", "bare", "cold_cpu_ms", 1.0), Goal("ours", "usual", "memory_mb", 0.75)]


def measured(*both: tuple[float, float]) -> Measured:
    """These samples for the first goal's pair; for all other pairs, equal ones."""
    samples = Measured()
    for goal in GOALS:
        same = {goal.figure: 10.0}
        if goal != FIRST:
            samples.note({goal.ours: same, goal.against: same})
    for ours, other in both:
        samples.note({FIRST.ours: {FIRST.figure: ours}, FIRST.against: {FIRST.figure: other}})
    return samples


def test_what_was_measured_side_by_side_is_compared() -> None:
    [first, *_] = ratios(measured((50.0, 100.0), (500.0, 1000.0), (5.0, 1000.0)), GOALS)

    assert first == {
        "subject": FIRST.ours,
        "against": FIRST.against,
        "figure": FIRST.figure,
        "ratio": 0.5,
        "ratio_of_least": 0.05,
        "pairs": 3,
        "goal": FIRST.most,
    }


def test_what_was_measured_beside_another_does_not_count() -> None:
    samples = measured((50.0, 100.0))
    samples.note({FIRST.ours: {FIRST.figure: 1.0}, "another": {FIRST.figure: 1.0}})
    samples.note({FIRST.ours: {FIRST.figure: 1.0}})

    [first, *_] = ratios(samples, GOALS)

    assert (first["ratio"], first["pairs"]) == (0.5, 1)
    assert samples.samples[FIRST.ours][FIRST.figure][-3:] == [50.0, 1.0, 1.0]
