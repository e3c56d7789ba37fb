"""Words of a new service, as its texts have them."""

import pytest

from tools.adopt.service.names import article


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("order", "an"),
        ("payment", "a"),
        ("hour", "an"),
        ("house", "a"),
        ("user", "a"),
        ("usher", "an"),
        ("unit", "a"),
        ("uninsured_part", "an"),
        ("url", "a"),
        ("one_time_code", "a"),
        ("onion", "an"),
    ],
)
def test_an_article_is_as_its_noun_sounds(noun: str, expected: str) -> None:
    assert article(noun) == expected
