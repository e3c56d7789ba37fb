"""Times in bodies: text with an offset, in UTC from then on."""

import pytest
from pydantic import ValidationError

from shared.schema import Schema
from shared.schema.bodies import Moment
from tests.harness.machine_time import machine_in


class Visit(Schema):
    at: Moment


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_time_is_in_utc_whatever_its_offset_was(zone: str) -> None:
    with machine_in(zone):
        visit = Visit.model_validate({"at": "2026-11-24T12:00:00+02:00"})

    assert visit.at.isoformat() == "2026-11-24T10:00:00+00:00"


@pytest.mark.parametrize(
    "text", ["2026-11-24T12:00:00", "2026-13-24T12:00:00Z", 5, 5.5, "0001-01-01T00:00:00+23:59"]
)
def test_what_is_no_time_of_the_contract_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        Visit.model_validate({"at": text})


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (5, "a time is text as RFC 3339 has it"),
        (5.5, "a time is text as RFC 3339 has it"),
        ("0001-01-01T00:00:00+23:59", "the time is out of range in UTC"),
    ],
)
def test_a_refusal_says_what_a_time_is(value: object, why: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Visit.model_validate({"at": value})

    assert [each["msg"] for each in refused.value.errors()] == [f"Value error, {why}"]
