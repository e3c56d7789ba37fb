"""Changes that a template makes to the request and to the response.

API Gateway developer guide, "Override your API's request and response parameters".
"""

from collections.abc import Mapping
from typing import Any

from embedded_aws.gateway.mapping.java import Table


class Quiet(Table):
    """A map of `$context`, which prints nothing (recorded of API Gateway)."""

    def __str__(self) -> str:
        return ""


class Overrides:
    """A template's overrides; the response template sees those of the request template."""

    def __init__(self) -> None:
        places = ("path", "header", "querystring")
        self.request = Quiet((place, Quiet()) for place in places)
        self.response = Quiet(header=Quiet())

    def status(self) -> int | None:
        """The status that a template set, if HTTP has it; ValueError for one that is no number."""
        chosen = self.response.get("status")
        number = 0 if chosen in {None, ""} else int(chosen)
        return number if 100 <= number <= 599 else None  # noqa: PLR2004

    def headers(self) -> dict[str, str]:
        """The headers that a template set for the response."""
        return texts(self.response.get("header"))


def texts(values: object) -> dict[str, str]:
    """Names and values as text; none where the template put something else than a map."""
    if not isinstance(values, Mapping):
        return {}
    return {str(name): _text(value) for name, value in values.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
