"""Conversion between bodies and model objects."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest
from pydantic import Field, ValidationError

from shared.schema.bodies import Body


@dataclass(frozen=True)
class Weight:
    grams: int
    unit: str = "g"


@dataclass(frozen=True)
class Details:
    name: str
    weight: Weight
    labels: tuple[str, ...] = ()
    spare: Weight | None = None
    parts: tuple[Weight, ...] = ()
    is_featured: bool = False


@dataclass(frozen=True)
class Thing:
    id: str
    details: Details
    made_at: str

    @property
    def label_count(self) -> int:
        return len(self.details.labels)


class WeightBody(Body):
    grams: int


class DetailsBody(Body):
    name: str
    weight: WeightBody
    labels: list[str] = Field(default_factory=list)
    spare: WeightBody | None = None
    parts: list[WeightBody] = Field(default_factory=list)


class ThingBody(DetailsBody):
    id: str
    made_at: datetime
    label_count: int


def fresh[Kind: Body](body: type[Kind]) -> type[Kind]:
    """A class of the same body, of which nothing has been converted yet."""
    return type(body.__name__, (body,), {})


JSON = """{"name": "Lamp", "weight": {"grams": 5}, "labels": ["a", "b"], "spare": {"grams": 6},
  "parts": [{"grams": 7}]}"""
DETAILS = Details("Lamp", Weight(5), ("a", "b"), Weight(6), (Weight(7),))
THING = Thing("thg_1", DETAILS, "2026-11-24T10:00:00.000Z")


def test_a_body_becomes_its_noun_and_the_bodies_inside_become_theirs() -> None:
    assert fresh(DetailsBody).model_validate_json(JSON).to(Details) == DETAILS


def test_what_was_left_out_of_a_body_is_left_out_of_the_noun() -> None:
    body = fresh(DetailsBody).model_validate_json('{"name": "Lamp", "weight": {"grams": 5}}')

    assert body.to(Details) == Details("Lamp", Weight(5))


def test_a_noun_needs_what_has_no_default() -> None:
    class Nameless(Body):
        weight: WeightBody

    with pytest.raises(TypeError, match="Nameless has no name, which Details needs"):
        Nameless(weight=WeightBody(grams=1)).to(Details)


def test_a_body_shows_a_noun_its_parts_and_its_properties() -> None:
    body = fresh(ThingBody).of(THING).model_dump(mode="json", by_alias=True)

    assert body == {
        "id": "thg_1",
        "name": "Lamp",
        "weight": {"grams": 5},
        "labels": ["a", "b"],
        "spare": {"grams": 6},
        "parts": [{"grams": 7}],
        "madeAt": "2026-11-24T10:00:00Z",
        "labelCount": 2,
    }


def test_a_body_of_one_field_shows_it() -> None:
    class Name(Body):
        name: str

    assert Name.of(THING) == Name(name="Lamp")


def test_a_field_that_the_noun_does_not_have_is_no_silent_default() -> None:
    class Coloured(DetailsBody):
        colour: str | None = None

    with pytest.raises(TypeError, match="Details has no colour, which Coloured shows"):
        Coloured.of(DETAILS)


def test_what_is_wrong_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        DetailsBody.model_validate({"name": "Lamp", "weight": {"grams": "+49 30 1234"}})

    assert "+49" not in str(refused.value)


def test_a_noun_keeps_the_defaults_of_what_its_body_lacks() -> None:
    @dataclass(frozen=True)
    class Made:
        name: str
        marks: tuple[str, ...] = field(default_factory=lambda: ("new",))
        note: str = "none"

    class Named(Body):
        name: str

    assert Named(name="Lamp").to(Made) == Made("Lamp", ("new",), "none")


def test_a_body_shows_parts_of_parts() -> None:
    @dataclass(frozen=True)
    class Box:
        thing: Thing
        label: str

    class BoxBody(Body):
        label: str
        made_at: str
        name: str

    body = BoxBody.of(Box(THING, "fragile"))

    assert body.model_dump() == {"label": "fragile", "made_at": THING.made_at, "name": "Lamp"}


def test_values_of_plain_types_go_over_as_they_are() -> None:
    @dataclass(frozen=True)
    class Plain:
        counts: tuple[int, ...]
        names: tuple[str, ...]
        spares: tuple[Weight, ...]
        size: int | None

    class PlainBody(Body):
        counts: list[int]
        names: list[str]
        spares: list[WeightBody]
        size: int | None

    body = PlainBody(counts=[1, 2], names=["a"], spares=[WeightBody(grams=3)], size=None)

    assert body.to(Plain) == Plain((1, 2), ("a",), (Weight(3),), None)
