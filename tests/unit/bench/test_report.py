"""How figures of a noisy machine are compared."""

from tools.bench.report import GOALS, ratios

OURS, OTHER, FIGURE, GOAL = GOALS[0]


def test_what_was_measured_together_is_compared() -> None:
    subjects = {name for goal in GOALS for name in goal[:2]}
    figures = {goal[2] for goal in GOALS}
    samples = {name: {figure: [10.0, 10.0, 10.0] for figure in figures} for name in subjects}
    samples[OURS][FIGURE] = [50.0, 500.0, 5.0]
    samples[OTHER][FIGURE] = [100.0, 1000.0, 1000.0]

    [first, *_] = ratios(samples)

    assert first == {
        "subject": OURS,
        "against": OTHER,
        "figure": FIGURE,
        "ratio": 0.5,
        "goal": GOAL,
    }
