"""Items from the fields of dataclasses, and back."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given

from shared.attributes import to_attributes
from shared.codecs import Codec
from shared.personal import Personal
from tests.harness.round_trip import nouns


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Weight:
    grams: int
    unit: str | None = None


@dataclass(frozen=True)
class Part:
    name: str
    weight: Weight


@dataclass(frozen=True)
class Thing:
    id: str
    size: Size
    is_new: bool
    weight: Weight
    parts: tuple[Part, ...]
    labels: tuple[str, ...]
    owner: Personal[str]
    heir: Personal[str] | None = None
    spare: Part | None = None
    note: str | None = None
    version: int = 1


THING = Thing(
    id="thg_1",
    size=Size.LARGE,
    is_new=True,
    weight=Weight(5),
    parts=(Part("leg", Weight(2, "g")), Part("arm", Weight(1))),
    labels=("a", "b"),
    owner=Personal("Ada"),
)


def plain() -> Codec[Thing]:
    """A codec that has not looked at the types yet."""
    return Codec(Thing)


def inline() -> Codec[Thing]:
    """The same, with the weight's fields among the thing's."""
    return Codec(Thing, inline=(Weight,))


@given(nouns(Thing, {}))
def test_what_is_written_is_read(thing: Thing) -> None:
    assert plain().from_item(plain().to_item(thing)) == thing
    assert inline().from_item(inline().to_item(thing)) == thing


def test_a_field_is_an_attribute_of_its_name() -> None:
    assert plain().to_item(THING) == to_attributes(
        {
            "id": "thg_1",
            "size": "large",
            "is_new": True,
            "weight": {"grams": 5, "unit": None},
            "parts": [
                {"name": "leg", "weight": {"grams": 2, "unit": "g"}},
                {"name": "arm", "weight": {"grams": 1, "unit": None}},
            ],
            "labels": ["a", "b"],
            "owner": "Ada",
            "version": 1,
        }
    )


def test_every_part_that_is_there_has_its_kind() -> None:
    whole = replace(THING, heir=Personal("Bob"), spare=THING.parts[0], note="n")

    assert plain().to_item(whole) == plain().to_item(THING) | to_attributes(
        {"heir": "Bob", "spare": {"name": "leg", "weight": {"grams": 2, "unit": "g"}}, "note": "n"}
    )
    assert plain().from_item(plain().to_item(whole)) == whole


def test_fields_of_inline_types_stand_among_the_others() -> None:
    item = inline().to_item(THING)

    assert (item["grams"], "weight" in item, "unit" in item) == ({"N": "5"}, False, False)
    assert item["parts"]["L"][0] == {"M": to_attributes({"name": "leg", "grams": 2, "unit": "g"})}


def test_what_is_personal_has_its_own_inline_parts() -> None:
    @dataclass(frozen=True)
    class Secret:
        part: Personal[Part]

    codec = Codec(Secret, inline=(Weight,))
    item = codec.to_item(Secret(Personal(THING.parts[0])))

    assert item == to_attributes({"part": {"name": "leg", "grams": 2, "unit": "g"}})
    assert codec.from_item(item).part.reveal() == THING.parts[0]


def test_a_key_of_an_index_is_never_null() -> None:
    assert "note" not in plain().to_item(THING)


def test_a_field_newer_than_the_item_has_its_default() -> None:
    item = plain().to_item(replace(THING, note="n", version=7))
    del item["version"]
    del item["note"]

    assert plain().from_item(item) == THING


def test_null_is_read_as_none() -> None:
    item = plain().to_item(THING) | to_attributes({"note": None, "heir": None, "spare": None})

    assert plain().from_item(item) == THING


def test_other_attributes_of_an_item_are_passed_over() -> None:
    item = plain().to_item(THING) | to_attributes({"pk": "THING#1", "expires_at": 5})

    assert plain().from_item(item) == THING


def test_an_item_without_a_field_that_has_no_default_is_refused_by_its_name() -> None:
    item = plain().to_item(THING)
    del item["size"]

    with pytest.raises(TypeError, match="size"):
        plain().from_item(item)


def test_one_field_alone_is_an_item_too() -> None:
    @dataclass(frozen=True)
    class Single:
        id: str

    assert Codec(Single).to_item(Single("one")) == {"id": {"S": "one"}}


@pytest.mark.parametrize(
    "kind",
    [
        float,
        Decimal,
        list[str],
        dict[str, str],
        tuple[str, int],
        tuple[str, None],
        str | int,
        str | int | None,
        Any,
    ],
)
def test_a_field_that_has_no_place_is_refused_before_anything_is_written(kind: Any) -> None:
    @dataclass(frozen=True)
    class Odd:
        odd: kind

    with pytest.raises(TypeError, match="stored nowhere yet"):
        Codec(Odd).to_item(Odd(None))


def test_two_fields_never_share_an_attribute() -> None:
    @dataclass(frozen=True)
    class Parcel:
        full: Weight
        empty: Weight

    with pytest.raises(TypeError, match="Parcel has grams twice"):
        Codec(Parcel, inline=(Weight,)).to_item(Parcel(Weight(2), Weight(1)))
