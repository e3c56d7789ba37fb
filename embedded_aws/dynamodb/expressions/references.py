"""`#names` and `:values` of a request, and which of them its expressions use."""

import re
from typing import Any

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from embedded_aws.dynamodb.errors import ValidationError
from embedded_aws.dynamodb.values.attributes import Attribute, Values, attribute

RESERVED = frozenset(ReservedKeywords.get_reserved_keywords())
_NAME, _VALUE = re.compile(r"#[0-9a-zA-Z_]+"), re.compile(r":[0-9a-zA-Z_]+")


class References:
    """The substitutions of one request."""

    def __init__(self, names: dict[str, str] | None, values: dict[str, Any] | None) -> None:
        self.names = _checked("ExpressionAttributeNames", _NAME, names)
        plain = _checked("ExpressionAttributeValues", _VALUE, values)
        self.values: Values = {name: _value(name, each) for name, each in plain.items()}
        self._unused_names = set(self.names)
        self._unused_values = set(self.values)

    def name(self, reference: str) -> str | None:
        """The attribute's name behind `#reference`."""
        self._unused_names.discard(reference)
        return self.names.get(reference)

    def value(self, reference: str) -> Attribute | None:
        """The value behind `:reference`."""
        self._unused_values.discard(reference)
        return self.values.get(reference)

    def all_used(self) -> None:
        """Refuse a reference that no expression uses."""
        for kind, unused in (("Names", self._unused_names), ("Values", self._unused_values)):
            if unused:
                keys = ", ".join(sorted(unused))
                raise ValidationError(
                    f"Value provided in ExpressionAttribute{kind} unused in expressions: "
                    f"keys: {{{keys}}}"
                )


def _checked(parameter: str, form: re.Pattern[str], given: dict[str, Any] | None) -> dict[str, Any]:
    if given is None:
        return {}
    if not given:
        raise ValidationError(f"{parameter} must not be empty")
    for key in given:
        if not form.fullmatch(key):
            raise ValidationError(f'{parameter} contains invalid key: Syntax error; key: "{key}"')
    return given


def _value(name: str, given: Attribute) -> Attribute:
    try:
        return attribute(given)
    except ValidationError as error:
        reason = f"ExpressionAttributeValues contains invalid value: {error.message}"
        raise ValidationError(f"{reason} for key {name}") from error
