"""Numbers: up to 38 digits, without leading and trailing zeros (Naming rules and data types)."""

import re
from decimal import Context, Decimal

from embedded_aws.dynamodb.errors import ValidationError

DIGITS = 38
LARGEST_EXPONENT, SMALLEST_EXPONENT = 125, -130
_PLAIN = re.compile(r"0|-?[1-9][0-9]{0,37}")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,15})?")
# Exact for any sum or difference of two numbers in DynamoDB's range.
EXACT = Context(prec=400, Emin=-(10**9), Emax=10**9)


def canonical(text: str) -> str:
    """The number as DynamoDB returns it; ValidationError for one that it does not store."""
    if _PLAIN.fullmatch(text):
        return text
    if not text:
        raise ValidationError("The parameter cannot be converted to a numeric value")
    if not _NUMBER.fullmatch(text):
        message = f"The parameter cannot be converted to a numeric value: {text}"
        raise ValidationError(message)
    return printed(Decimal(text))


def printed(number: Decimal) -> str:
    """The number in plain notation; ValidationError when it is out of range or too precise."""
    if not number:
        return "0"
    size = number.adjusted()
    if size > LARGEST_EXPONENT:
        raise ValidationError(
            "Number overflow. Attempting to store a number with magnitude larger than supported "
            "range"
        )
    if size < SMALLEST_EXPONENT:
        raise ValidationError(
            "Number underflow. Attempting to store a number with magnitude smaller than supported "
            "range"
        )
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    if len(digits) > DIGITS:
        raise ValidationError("Attempting to store more than 38 significant digits in a Number")
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(one: str, other: str, sign: int = 1) -> str:
    """The sum, or the difference."""
    left, right = Decimal(one), Decimal(other)
    return printed(EXACT.add(left, right) if sign > 0 else EXACT.subtract(left, right))


def stored_bytes(text: str) -> int:
    """How many bytes a number takes: about one for two digits, and one more."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return 1 + (len(digits) + 1) // 2 + text.startswith("-")
