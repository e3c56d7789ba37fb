"""Personal data: readable by name alone, invisible in anything printed.

`Personal[str]` stands in models and bodies where `str` would. Its text form says nothing, so
neither a log line, nor an error, nor a traceback can show the value by accident.
"""

from typing import Any, get_args

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

HIDDEN = "[redacted]"
MARK = "x-personal"
"""Marks a personal field in a contract; tools/build/contracts decides what is published of it."""


class Personal[Value]:
    """A value about a person; only `reveal` returns it."""

    __slots__ = ("_value",)

    def __init__(self, value: Value) -> None:
        self._value = value

    def reveal(self) -> Value:
        """The value, for the table or for an answer to a caller who may see it."""
        return self._value

    def __repr__(self) -> str:
        return HIDDEN

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validated like the value inside, and serialized to JSON as that value."""
        [inner] = get_args(source)
        return core_schema.chain_schema(
            [
                core_schema.no_info_plain_validator_function(_revealed),
                handler(inner),
                core_schema.no_info_plain_validator_function(cls),
            ],
            serialization=core_schema.plain_serializer_function_ser_schema(
                _revealed, when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The schema of the value inside, marked as personal."""
        inner: CoreSchema = schema["steps"][1]
        return handler(inner) | {MARK: True}


def _revealed(value: Any) -> Any:
    return value.reveal() if isinstance(value, Personal) else value
