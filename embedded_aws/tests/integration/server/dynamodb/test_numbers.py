"""Numbers: stored in one form, within 38 digits and AWS's range."""

import pytest

from embedded_aws.tests.integration.server.dynamodb.asking import (
    Answered,
    Dynamo,
    Refused,
    get,
    number,
    put,
    update,
)

FORMS = {
    "00042": "42",
    "-0": "0",
    "1.5E2": "150",
    "1.0": "1",
    ".5": "0.5",
    "0.000": "0",
    "1e-3": "0.001",
    "-12.340": "-12.34",
    "1E3": "1000",
    "99999999999999999999999999999999999999": "99999999999999999999999999999999999999",
    "1E125": "1" + "0" * 125,
    "1E-130": "0." + "0" * 129 + "1",
}
KEPT = {
    f"{given} as {stored[:12]}": Answered(
        (put(f"number {given}", n=number(given)), get(f"number {given}", AttributesToGet=["n"])),
        {"Item": {"n": number(stored)}},
    )
    for given, stored in FORMS.items()
}
NUMERIC = "The parameter cannot be converted to a numeric value"
OVERFLOW = (
    "Number overflow. Attempting to store a number with magnitude larger than supported range"
)
UNDERFLOW = (
    "Number underflow. Attempting to store a number with magnitude smaller than supported range"
)
TOO_PRECISE = "Attempting to store more than 38 significant digits in a Number"
MESSAGES = {
    "": NUMERIC,
    "abc": f"{NUMERIC}: abc",
    "1_000": f"{NUMERIC}: 1_000",
    " 1": f"{NUMERIC}:  1",
    "NaN": f"{NUMERIC}: NaN",
    "Infinity": f"{NUMERIC}: Infinity",
    "1E126": OVERFLOW,
    "-1E126": OVERFLOW,
    "1E-131": UNDERFLOW,
    "1" * 39: TOO_PRECISE,
    "0." + "1" * 39: TOO_PRECISE,
}
REFUSED = {
    f"number {given[:12]!r}": Refused(*put("refused", n=number(given)), message)
    for given, message in MESSAGES.items()
}
IN_A_SET = {
    "as other numbers": Answered(
        (put("number set", n={"NS": ["1.0", "02"]}), get("number set", AttributesToGet=["n"])),
        {"Item": {"n": {"NS": ["1", "2"]}}},
    ),
    "in a list": Answered(
        (put("number list", n={"L": [number("1.0")]}), get("number list", AttributesToGet=["n"])),
        {"Item": {"n": {"L": [number(1)]}}},
    ),
}
EXACT = {
    "a sum of decimals": Answered(
        (put("sum", n=number("0.1")), update("sum", "SET n = n + :v", v=number("0.2"))),
        {"Attributes": put("sum", n=number("0.3"))[1]["Item"]},
    ),
    "a difference": Answered(
        (put("minus", n=number("1")), update("minus", "SET n = n - :v", v=number("1e-20"))),
        {"Attributes": put("minus", n=number("0." + "9" * 20))[1]["Item"]},
    ),
}


@pytest.mark.parametrize("row", KEPT)
def test_a_number_is_returned_in_plain_notation(dynamo: Dynamo, row: str) -> None:
    assert KEPT[row].holds(dynamo)


@pytest.mark.parametrize("row", IN_A_SET)
def test_numbers_in_sets_and_lists_are_returned_so_too(dynamo: Dynamo, row: str) -> None:
    assert IN_A_SET[row].holds(dynamo)


@pytest.mark.parametrize("row", REFUSED)
def test_a_number_that_is_none_or_out_of_range_is_refused(dynamo: Dynamo, row: str) -> None:
    """Recorded answer: dynalite's tests have these messages."""
    assert REFUSED[row].holds(dynamo)


@pytest.mark.parametrize("row", EXACT)
def test_arithmetic_is_exact(dynamo: Dynamo, row: str) -> None:
    assert EXACT[row].holds(dynamo)


def test_numbers_that_are_equal_are_one_key(dynamo: Dynamo) -> None:
    dynamo.do("PutItem", TableName="counters", Item={"id": number("1.50"), "n": number(1)})

    answer = dynamo.do("GetItem", TableName="counters", Key={"id": number("15e-1")})

    assert answer["Item"] == {"id": number("1.5"), "n": number(1)}
