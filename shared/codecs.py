"""Nouns as DynamoDB's items and back: from the fields of a dataclass, by the type of each.

A field is an attribute of its own name. A codec looks at the types once, when it is first used.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from shared.attributes import Attribute
from shared.personal import Personal

type Item = Mapping[str, Attribute]
type Encode = Callable[[Any], Attribute]
type Decode = Callable[[Attribute], Any]
type Inline = tuple[type, ...]

SCALARS: dict[Any, tuple[Encode, Decode]] = {
    str: (lambda value: {"S": value}, itemgetter("S")),
    bool: (lambda value: {"BOOL": value}, itemgetter("BOOL")),
    int: (lambda value: {"N": str(value)}, lambda attribute: int(attribute["N"])),
    datetime: (
        lambda value: {"S": value.isoformat()},
        lambda attribute: datetime.fromisoformat(attribute["S"]),
    ),
}


class Codec[Noun]:
    """Writes and reads items of one dataclass.

    Fields of the `inline` types stand among those of what has them, not in a map of their own.
    """

    def __init__(self, noun: type[Noun], inline: Inline = ()) -> None:
        self._noun = noun
        self._inline = inline

    def to_item(self, noun: Noun) -> dict[str, Attribute]:
        """All of the noun; what is None is left out, because a key of an index cannot be NULL."""
        names, encoders, values = self._encoding
        return {
            name: encode(value)
            for name, encode, value in zip(names, encoders, values(noun), strict=False)
            if value is not None
        }

    def values(self, noun: Noun) -> dict[str, Any]:
        """The value of each attribute, as the noun has it."""
        names, _, values = self._encoding
        return dict(zip(names, values(noun), strict=False))

    def from_item(self, item: Item) -> Noun:
        """The noun that the item holds; a field that is not there has its default."""
        noun: Noun = self._decode(item)
        return noun

    @cached_property
    def _encoding(self) -> "Encoding":
        return _encoding(self._noun, self._inline)

    @cached_property
    def _decode(self) -> Callable[[Item], Any]:
        return _reader(self._noun, self._inline)


type Encoding = tuple[tuple[str, ...], tuple[Encode, ...], Callable[[Any], tuple[Any, ...]]]


def _encoding(noun: type, inline: Inline) -> Encoding:
    """Names and encoders of all fields, and what gets their values."""
    leaves = list(_leaves(noun, inline))
    names = tuple(name for _, name, _ in leaves)
    if twice := {name for name in names if names.count(name) > 1}:
        raise TypeError(f"{noun.__name__} has {min(twice)} twice; do not inline what has it")
    # With one path alone it would get a value instead of a tuple.
    values = attrgetter(*(path for path, _, _ in leaves), "__class__")
    return names, tuple(_codec(kind, inline)[0] for _, _, kind in leaves), values


def _leaves(noun: type, inline: Inline, path: str = "") -> Iterator[tuple[str, str, Any]]:
    """Path, name and type of each field, those of inline types included."""
    for name, kind in _fields(noun):
        if kind in inline:
            yield from _leaves(kind, inline, f"{path}{name}.")
        else:
            yield f"{path}{name}", name, kind


def _reader(noun: type, inline: Inline) -> Callable[[Item], Any]:
    own = [(name, _codec(kind, inline)[1]) for name, kind in _fields(noun) if kind not in inline]
    parts = [(name, _reader(kind, inline)) for name, kind in _fields(noun) if kind in inline]

    def read(item: Item) -> Any:
        values = {name: decode(item[name]) for name, decode in own if name in item}
        for name, part in parts:
            values[name] = part(item)
        return noun(**values)

    return read


@cache
def _fields(noun: Any) -> list[tuple[str, Any]]:
    kinds = get_type_hints(noun)
    return [(field.name, kinds[field.name]) for field in fields(noun)]


def _codec(kind: Any, inline: Inline) -> tuple[Encode, Decode]:
    """How values of this type are written and read."""
    if kind in SCALARS:
        return SCALARS[kind]
    origin, of = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType} and len(of) == len((str, NoneType)) and NoneType in of:
        return _optional(*_codec(next(each for each in of if each is not NoneType), inline))
    if origin is Personal:
        return _personal(*_codec(of[0], inline))
    if origin is tuple and of[1:] == (...,):
        return _list(*_codec(of[0], inline))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: {"S": value.value}, lambda attribute: kind(attribute["S"])
    if is_dataclass(kind):
        return _map(kind, inline)  # type: ignore[arg-type]
    raise TypeError(f"{kind} is stored nowhere yet; store text or integers, or add it here.")


def _optional(encode: Encode, decode: Decode) -> tuple[Encode, Decode]:
    return (
        lambda value: {"NULL": True} if value is None else encode(value),
        lambda attribute: None if "NULL" in attribute else decode(attribute),
    )


def _personal(encode: Encode, decode: Decode) -> tuple[Encode, Decode]:
    return lambda value: encode(value.reveal()), lambda attribute: Personal(decode(attribute))


def _list(encode: Encode, decode: Decode) -> tuple[Encode, Decode]:
    return (
        lambda value: {"L": [encode(each) for each in value]},
        lambda attribute: tuple([decode(each) for each in attribute["L"]]),
    )


def _map(noun: type, inline: Inline) -> tuple[Encode, Decode]:
    """A map has NULL for None, as a version of the code that asks for every field expects."""
    names, encoders, values = _encoding(noun, inline)
    read = _reader(noun, inline)

    def write(part: Any) -> Attribute:
        each = zip(names, encoders, values(part), strict=False)
        return {"M": {name: encode(value) for name, encode, value in each}}

    return write, lambda attribute: read(attribute["M"])
