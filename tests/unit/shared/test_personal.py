"""Personal values are returned by name alone, and never printed."""

import io
import json
import logging
import pickle
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.logging import RedactingFormatter
from shared.personal import HIDDEN, MARK, Personal

PLANTED = "Zaphod"


@dataclass(frozen=True)
class Person:
    id: str
    name: Personal[str]


class PersonBody(BaseModel):
    model_config = ConfigDict(from_attributes=True, hide_input_in_errors=True)

    name: Personal[Annotated[str, Field(min_length=2, max_length=9)]] = Field(description="Who")
    nick: Personal[str] | None = None


def body_class() -> type[PersonBody]:
    """A class of the body whose schema has not been built yet."""

    class Fresh(PersonBody):
        pass

    return Fresh


NAME = Personal(PLANTED)


@pytest.mark.parametrize(
    "text",
    [
        str(NAME),
        repr(NAME),
        f"{NAME} {NAME!r} {NAME!s}",
        str(Person("p", NAME)),
        repr([NAME, {"name": NAME}]),
        repr(PersonBody(name=NAME)),
        str(PersonBody(name=NAME).model_dump()),
    ],
)
def test_a_personal_value_does_not_print(text: str) -> None:
    assert PLANTED not in text
    assert HIDDEN in text


def test_a_personal_value_is_revealed_to_who_asks() -> None:
    assert NAME.reveal() == PLANTED


def test_personal_values_compare_by_what_they_hold() -> None:
    assert len({NAME, Personal(PLANTED), Personal("Ford")}) == 2
    assert NAME != PLANTED
    assert hash(NAME) != hash(Personal("Ford"))


def test_a_body_checks_the_value_and_answers_with_it() -> None:
    kind = body_class()
    body = kind.model_validate_json(json.dumps({"name": PLANTED}))

    assert body.name == NAME
    assert json.loads(body.model_dump_json()) == {"name": PLANTED, "nick": None}
    assert body.model_dump() == {"name": NAME, "nick": None}
    assert kind.model_validate(Person("p", NAME)) == body


@pytest.mark.parametrize("wrong", [PLANTED * 2, [PLANTED], {"x": PLANTED}, 42, None])
def test_a_value_that_does_not_fit_is_not_repeated(wrong: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        body_class().model_validate({"name": wrong})

    assert PLANTED not in str(refused.value)


def test_a_schema_marks_what_is_personal() -> None:
    properties = body_class().model_json_schema()["properties"]

    assert properties["name"] | {"title": ""} == {
        "type": "string",
        "title": "",
        "minLength": 2,
        "maxLength": 9,
        "description": "Who",
        MARK: True,
    }
    assert properties["nick"]["anyOf"][0][MARK]


def test_a_log_line_hides_personal_values_wherever_they_stand() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter(service="senders"))
    logger = logging.getLogger("personal-test")
    logger.addHandler(handler)

    extra = {"who": NAME, "person": Person("p", NAME), "body": PersonBody(name=NAME), "all": [NAME]}
    logger.warning("saw %s and %r", NAME, Person("p", NAME), extra=extra)

    assert PLANTED not in stream.getvalue()
    assert json.loads(stream.getvalue())["who"] == HIDDEN


def test_a_copy_is_the_same_value() -> None:
    assert pickle.loads(pickle.dumps(NAME)) == NAME  # noqa: S301 - our own bytes
