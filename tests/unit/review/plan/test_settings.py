"""The ways in which a setting may get weaker."""

import pytest

from tools.review.plan.facts.weaker import loses_alternatives, reworded
from tools.review.plan.rules.looks import personal, secret


@pytest.mark.parametrize(
    ("new", "is_weaker"),
    [
        ('ALARM("a") OR ALARM("b") OR ALARM("c")', False),
        ('(ALARM("a"))  OR\n ALARM("b")', False),
        ('ALARM("a")', True),
        ('ALARM("a") AND ALARM("b")', True),
        ('(ALARM("a") OR ALARM("b")) AND NOT ALARM("calm")', True),
        ("FALSE", True),
    ],
)
def test_a_rule_of_alarms_loses_one_of_its_alternatives(new: str, *, is_weaker: bool) -> None:
    assert loses_alternatives('ALARM("a") OR ALARM("b")', new) is is_weaker


def test_an_expression_is_another_one_whatever_its_spaces() -> None:
    assert reworded("FILL(errors, 0)", "FILL(errors, 0) * 0")
    assert not reworded("FILL(errors, 0)", "FILL( errors,0 )")


def test_texts_that_look_like_credentials_or_cards() -> None:
    assert secret("Basic dXNlcjpwYXNzd29yZDEyMw==")
    assert secret("export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI")
    assert personal("4242 4242 4242 4242")
    assert not personal("1111111111111111")
