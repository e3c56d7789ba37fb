"""Fields of a new service's thing: `amount:int status:enum(pending,paid) note:str?`."""

import keyword
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic.alias_generators import to_camel, to_pascal

from shared.schema.bodies import Body
from tools.adopt.service.names import RESERVED, WORDS, is_pythons
from tools.command import CommandError

TYPES = "str, int, bool, datetime, enum(a,b)"
FIELD = re.compile(r"([^\s:]+)\s*:\s*(enum\s*\([^)]*\)|[^\s:,()?]+)(\?)?(?=[\s,]|$)")
VALUE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
LONGEST, MOST = 40, 40
LARGEST = 2**53 - 1
"""The largest integer that every client of JSON reads exactly."""
MOMENT = "2026-11-24T10:00:00Z"


@dataclass(frozen=True)
class Field:
    """One field: name, type, and whether it may be left out."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    optional: bool = False
    enum: str = ""
    """The class of its values, for an enum."""

    @property
    def alias(self) -> str:
        """The name in bodies."""
        return to_camel(self.name)

    @property
    def annotation(self) -> str:
        """The type in the model."""
        return f"{self._type(self.kind)} | None = None" if self.optional else self._type(self.kind)

    @property
    def filter(self) -> str:
        """The type as a query parameter."""
        return f"{self._type('Moment' if self.kind == 'datetime' else self.kind)} | None"

    @property
    def schema(self) -> str:
        """Type and limits in a body."""
        limits = {
            "str": "min_length=1, max_length=200, ",
            "int": f"ge=-{LARGEST}, le={LARGEST}, strict=True, ",
            "bool": "strict=True, ",
        }.get(self.kind, "")
        kind = self._type("Moment" if self.kind == "datetime" else self.kind)
        default = "default=None, " if self.optional else ""
        none = " | None" if self.optional else ""
        return f"{kind}{none} = Field({default}{limits}examples=[{self.example!r}])"

    @property
    def example(self) -> str | int | bool:
        """A value in a body."""
        by_kind: dict[str, str | int | bool] = {
            "str": f"some {self.name.replace('_', ' ')}",
            "int": 1250,
            "bool": True,
            "datetime": MOMENT,
        }
        return self.values[0] if self.values else by_kind[self.kind]

    @property
    def model_example(self) -> str:
        """This value in the model, as Python."""
        if self.kind == "datetime":
            return "datetime(2026, 11, 24, 10, tzinfo=UTC)"
        return f"{self.enum}.{constant(self.values[0])}" if self.values else repr(self.example)

    @property
    def members(self) -> list[tuple[str, str]]:
        """Names and values of the enum."""
        return [(constant(value), value) for value in self.values]

    def _type(self, kind: str) -> str:
        return self.enum or kind


def constant(value: str) -> str:
    """The name of an enum's value in Python."""
    return value.upper().replace("-", "_")


def parse(text: str, classes: set[str]) -> list[Field]:
    """The fields; CommandError with one sentence for the first that cannot be."""
    fields = [_field(name, kind, optional=bool(mark)) for name, kind, mark in _tokens(text)]
    if not fields:
        raise CommandError('a thing has fields: FIELDS="amount:int currency:str"')
    if len(fields) > MOST:
        raise CommandError(f"there are {len(fields)} fields; begin with {MOST} or fewer")
    _check_twice(fields)
    return list(_with_classes(fields, classes))


def _tokens(text: str) -> Iterator[tuple[str, str, str]]:
    rest = text.strip(" ,\t\n")
    while rest:
        match = FIELD.match(rest)
        if match is None:
            raise CommandError(
                f"{rest.split()[0]!r} is no field; fields are name:type with spaces between, of "
                f"the types {TYPES}; a ? after the type lets callers leave it out"
            )
        yield match[1], match[2], match[3] or ""
        rest = rest[match.end() :].lstrip(" ,\t\n")


def _field(name: str, kind: str, *, optional: bool) -> Field:
    check_field_name(name)
    if kind.startswith("enum") and kind.endswith(")"):
        values = tuple(each.strip() for each in kind[kind.index("(") + 1 : -1].split(","))
        _check_values(name, values)
        return Field(name, "enum", values, optional)
    if kind not in {"str", "int", "bool", "datetime"}:
        raise CommandError(f"{name} cannot be of type {kind!r}; there are {TYPES}")
    return Field(name, kind, (), optional)


def check_field_name(name: str) -> None:
    """CommandError with one sentence for a name that no field can have."""
    if not WORDS.fullmatch(name) or len(name) > LONGEST:
        raise CommandError(
            f"{name!r} is no name of a field: it has lower-case letters and digits, with _ between "
            f"words, and {LONGEST} characters at most"
        )
    if keyword.iskeyword(name):
        raise CommandError(f"{name} is a word of Python; give the field another name")
    if name == "l":  # linters refuse it, too (pycodestyle's E741)
        raise CommandError(f"{name} looks like the digit 1; give the field a longer name")
    if name in RESERVED["things_fields"]:
        raise CommandError(f"every thing has {name} already; leave it out or name it otherwise")
    if name in RESERVED["table_keys"] or name.startswith("tenant_") or "_and_" in name:
        raise CommandError(f"{name} is what keys of the table are called; name the field otherwise")
    reserved = {*dir(Body), *dir(type(Body)), *RESERVED["bodies"]}
    if name in reserved or name.startswith("model_"):
        raise CommandError(
            f"{name} means something in the code of bodies; name the field otherwise"
        )
    if name in RESERVED["participles"]:
        raise CommandError(f"{name} says what happened, not what the field is; name it with a noun")


def _check_values(name: str, values: tuple[str, ...]) -> None:
    if len(values) < len(("one", "another")):
        raise CommandError(f"{name} needs two values or more to choose from: {name}:enum(a,b)")
    for value in values:
        if not VALUE.fullmatch(value) or len(value) > LONGEST:
            raise CommandError(
                f"{value!r} of {name} is no value: letters, digits, - and _, beginning with a "
                f"letter, {LONGEST} characters at most"
            )
    if len({constant(each) for each in values}) < len(values):
        raise CommandError(f"two values of {name} have one name in Python; make them differ more")


def _check_twice(fields: Sequence[Field]) -> None:
    aliases = [field.alias.lower() for field in fields]
    for field, alias in zip(fields, aliases, strict=True):
        if aliases.count(alias) > 1:
            raise CommandError(f"two fields are called {field.alias} in bodies; rename one of them")


def _with_classes(fields: Sequence[Field], classes: set[str]) -> Iterator[Field]:
    """The fields, each enum with a class of its own."""
    taken = set(classes)
    for field in fields:
        if not field.values:
            yield field
            continue
        name = to_pascal(field.name)
        while name in taken or is_pythons(name):
            name += "Kind"
        taken.add(name)
        yield Field(field.name, field.kind, field.values, field.optional, name)
