"""Numbers, truths and the absent value, as Java prints them."""

from decimal import Decimal
from typing import Any

from embedded_aws.gateway.mapping.java.members import Java

PLAIN = (1e-3, 1e7)
"""Between these Java prints a double without an exponent."""


class Whole(int, Java):
    """A java.lang.Integer or Long."""

    __slots__ = ()

    def intValue(self) -> "Whole":  # noqa: N802 - Java's name
        """The number itself."""
        return self

    def longValue(self) -> "Whole":  # noqa: N802 - Java's name
        """The number itself."""
        return self

    def doubleValue(self) -> "Real":  # noqa: N802 - Java's name
        """The number as a double."""
        return Real(self)

    def compareTo(self, other: Any) -> "Whole":  # noqa: N802 - Java's name
        """-1, 0 or 1."""
        return Whole((self > other) - (self < other))

    def equals(self, other: Any) -> "Flag":
        """Whether both are the same whole number."""
        return Flag(isinstance(other, int) and int(self) == int(other))

    def toString(self) -> Any:  # noqa: N802 - Java's name
        """The digits."""
        from embedded_aws.gateway.mapping.java.texts import Text  # noqa: PLC0415 - in a circle

        return Text(self)


class Flag(int, Java):
    """A java.lang.Boolean: prints in lower case."""

    __slots__ = ()

    def equals(self, other: Any) -> "Flag":
        """Whether both are the same truth."""
        return Flag(isinstance(other, Flag) and int(self) == int(other))

    def booleanValue(self) -> "Flag":  # noqa: N802 - Java's name
        """The truth itself."""
        return self

    def toString(self) -> Any:  # noqa: N802 - Java's name
        """`true` or `false`."""
        from embedded_aws.gateway.mapping.java.texts import Text  # noqa: PLC0415 - in a circle

        return Text(self)

    def __str__(self) -> str:
        return "true" if self else "false"


class Real(float, Java):
    """A java.lang.Double."""

    __slots__ = ()

    def intValue(self) -> Whole:  # noqa: N802 - Java's name
        """The number without its fraction."""
        return Whole(self)

    def longValue(self) -> Whole:  # noqa: N802 - Java's name
        """The number without its fraction."""
        return Whole(self)

    def doubleValue(self) -> "Real":  # noqa: N802 - Java's name
        """The number itself."""
        return self

    def equals(self, other: Any) -> Flag:
        """Whether both are the same double."""
        return Flag(isinstance(other, float) and float(self) == float(other))

    def toString(self) -> Any:  # noqa: N802 - Java's name
        """The number as it prints."""
        from embedded_aws.gateway.mapping.java.texts import Text  # noqa: PLC0415 - in a circle

        return Text(self)

    def __str__(self) -> str:
        return _double(float(self))


def _double(value: float) -> str:
    """The number as Java's Double.toString has it: `1.0E10` where Python has 10000000000.0."""
    if value != value:  # noqa: PLR0124 - true for NaN alone
        return "NaN"
    if value in {float("inf"), float("-inf")}:
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or PLAIN[0] <= abs(value) < PLAIN[1]:
        text = format(Decimal(repr(value)), "f")
        return text if "." in text else f"{text}.0"
    digits, exponent = format(Decimal(repr(value)).normalize(), "E").split("E")
    return f"{digits if '.' in digits else f'{digits}.0'}E{int(exponent)}"


class _Absent(str, Java):
    """A value that is not there: an empty text, which every template of API Gateway sees."""

    __slots__ = ()


ABSENT = _Absent()
