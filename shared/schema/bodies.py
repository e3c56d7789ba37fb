"""Conversion between bodies and model objects, by fields of the same names.

A body class reads a model class's fields once, at the first conversion.
"""

from collections.abc import Callable, Hashable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from typing import Annotated, Any, Self, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel

from shared.schema import Schema


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
"""A time with an offset, as RFC 3339 writes it; in UTC from then on."""


class Body(Schema):
    """Camel case outside, and nothing that was not asked for.

    Errors never repeat a value, which may be personal.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        from_attributes=True,
        hide_input_in_errors=True,
    )

    @classmethod
    def of(cls, noun: Any, /) -> Self:
        """The body of a model object: each field from the object or from one of its parts."""
        kind: Any = type(noun)
        return cls.model_validate(_view(cls, kind)(noun))

    def to[Noun: Hashable](self, kind: type[Noun], /) -> Noun:
        """The model object of this class, made from the body."""
        noun: Noun = _maker(type(self), kind)(self)
        return noun


@cache
def _view(body: type[BaseModel], noun: type) -> Callable[[Any], Any]:
    """The object itself, or its parts, from which the body's fields come."""
    paths = {name: _path(noun, name) for name in body.model_fields}
    if absent := [name for name, path in paths.items() if path is None]:
        raise TypeError(f"{noun.__name__} has no {absent[0]}, which {body.__name__} shows")
    if all(path == name for name, path in paths.items()):
        return lambda each: each
    # With one path alone it would get a value instead of a tuple.
    values = attrgetter(*map(str, paths.values()), "__class__")
    return lambda each: dict(zip(paths, values(each), strict=False))


def _path(noun: Any, name: str) -> str | None:
    """The attribute path of a field: `name`, or `part.name`."""
    kinds = get_type_hints(noun)
    if name in kinds or hasattr(noun, name):
        return name
    parts = ((part, _path(kind, name)) for part, kind in kinds.items() if is_dataclass(kind))
    return next((f"{part}.{path}" for part, path in parts if path), None)


@cache
def _maker(body: type[BaseModel], noun: Any) -> Callable[[Any], Any]:
    """A constructor of the model object; fields that the body lacks keep their defaults."""
    kinds = get_type_hints(noun)
    if absent := [each.name for each in fields(noun) if _is_needed(each, body)]:
        raise TypeError(f"{body.__name__} has no {absent[0]}, which {noun.__name__} needs")
    names = [each.name for each in fields(noun) if each.name in body.model_fields]
    steps = [(name, _converter(kinds[name])) for name in names]
    parts = [(name, convert) for name, convert in steps if convert]

    def make(each: BaseModel) -> Any:
        values = vars(each)
        content = {name: values[name] for name in names}
        for name, convert in parts:
            content[name] = convert(content[name])
        return noun(**content)

    return make


def _is_needed(field: Field[Any], body: type[BaseModel]) -> bool:
    has_default = field.default is not MISSING or field.default_factory is not MISSING
    return field.name not in body.model_fields and not has_default


def _converter(kind: Any) -> Callable[[Any], Any] | None:
    """A conversion of a field's value: lists to tuples, bodies to objects; None for others."""
    of = get_args(kind)
    if get_origin(kind) is tuple:
        convert = _converter(of[0])
        return (lambda each: tuple(map(convert, each))) if convert else tuple
    inside: Any = next((each for each in (kind, *of) if is_dataclass(each)), None)
    return (lambda each: each if each is None else each.to(inside)) if inside else None
