"""CloudWatch user guide, "Metric math syntax and functions"."""

import pytest

from embedded_aws.cloudwatch.maths.expressions import Scope, evaluate
from embedded_aws.cloudwatch.maths.series import MathError

SERIES = {
    "m1": {0: 10.0, 60: 20.0, 180: 40.0},
    "m2": {0: 2.0, 60: 0.0, 120: 4.0},
    "none": {},
}
SCOPE = Scope(SERIES, list(SERIES), {"m1": 60}, (0, 60, 120, 180))


@pytest.mark.parametrize(
    ("expression", "points"),
    [
        ("m1", {0: 10, 60: 20, 180: 40}),
        ("m1 + m2 * 2", {0: 14, 60: 20}),
        ("m1 / m2", {0: 5}),
        ("-m1 ^ 2", {0: -100, 60: -400, 180: -1600}),
        ("100 * (m1 - m2) / m1", {0: 80, 60: 100}),
        ("m1 > 15", {0: 0, 60: 1, 180: 1}),
        ("m1 > 15 AND m2 == 0", {0: 0, 60: 1}),
        ("m1 > 15 || m2 > 1", {0: 1, 60: 1}),
        ("FILL(m1, 0)", {0: 10, 60: 20, 120: 0, 180: 40}),
        ("FILL(none, 0)", {0: 0, 60: 0, 120: 0, 180: 0}),
        ("FILL(m1, REPEAT)", {0: 10, 60: 20, 120: 20, 180: 40}),
        ("FILL(m1, LINEAR)", {0: 10, 60: 20, 120: 30, 180: 40}),
        ('FILL(m1, "LINEAR")', {0: 10, 60: 20, 120: 30, 180: 40}),
        ("IF(m2 > 0, m1 / m2, 0)", {0: 5, 60: 0}),
        ("IF(m1 > 15, m1)", {60: 20, 180: 40}),
        ("IF(FILL(m2, 0) > 1, 1, 0)", {0: 1, 60: 0, 120: 1, 180: 0}),
        ("SUM([m1, m2])", {0: 12, 60: 20, 120: 4, 180: 40}),
        ("SUM(METRICS())", {0: 12, 60: 20, 120: 4, 180: 40}),
        ('MAX(METRICS("m"))', {0: 10, 60: 20, 120: 4, 180: 40}),
        ("AVG([m1, m2])", {0: 6, 60: 10, 120: 4, 180: 40}),
        ("m1 / SUM(m1)", {0: 1 / 7, 60: 2 / 7, 180: 4 / 7}),
        ("m1 / PERIOD(m1)", {0: 1 / 6, 60: 1 / 3, 180: 2 / 3}),
        ("RATE(m1)", {60: 1 / 6, 180: 1 / 6}),
        ("DIFF(m1)", {60: 10, 180: 20}),
        ("RUNNING_SUM(m1)", {0: 10, 60: 30, 180: 70}),
        ("TIME_SERIES(5)", {0: 5, 60: 5, 120: 5, 180: 5}),
        ("MINUTE(m1)", {0: 0, 60: 1, 180: 3}),
        ("CEIL(m1 / 15)", {0: 1, 60: 2, 180: 3}),
        ("SUM([m1, m2] * 2)", {0: 24, 60: 40, 120: 8, 180: 80}),
        ("LOG10(m2)", {0: pytest.approx(0.30103), 120: pytest.approx(0.60206)}),
    ],
)
def test_an_expression_is_calculated_point_by_point(
    expression: str, points: dict[int, float]
) -> None:
    assert evaluate(expression, SCOPE) == pytest.approx(points)


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        ("m1 +", "is not an expression that can be read"),
        ("m9 + 1", "no query has the id m9"),
        ("SEARCH('{AWS/Lambda}', 'Sum')", "SEARCH is not implemented"),
        ("SUM(m1)", "is not a time series"),
        ("1 < m1 < 5", "compares twice"),
        ("m1 // 2", "FloorDiv does not exist"),
        ("__import__('os')", "__import__ is not implemented"),
        ("m1.__class__", "has no meaning"),
        ("FILL(m1)", "arguments that FILL cannot take"),
        ("m1 + 'text'", "cannot be calculated with"),
    ],
)
def test_what_cannot_be_calculated_is_told(expression: str, sentence: str) -> None:
    with pytest.raises(MathError, match=sentence):
        evaluate(expression, SCOPE)
