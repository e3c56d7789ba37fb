"""Times in bodies and queries: RFC 3339 with an offset, in UTC from then on."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator


def _no_number(value: Any) -> Any:
    """Refuse a number of seconds, which the contract does not have."""
    if isinstance(value, int | float):
        raise ValueError("a time is text as RFC 3339 has it")  # noqa: TRY004 - Pydantic's way
    return value


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the time is out of range in UTC") from error


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(_in_utc)]
