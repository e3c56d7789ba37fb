"""Lists of Lambda in pages, where moto answers all at once.

Lambda API reference, `Marker` and `MaxItems` of every List operation.
"""

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.responses import LambdaResponse

LISTS = {
    "list_aliases": "Aliases",
    "list_event_source_mappings": "EventSourceMappings",
    "list_functions": "Functions",
    "list_layer_versions": "LayerVersions",
    "list_layers": "Layers",
    "list_versions_by_function": "Versions",
}
LARGEST_PAGE = 50


def install() -> None:
    """Patch moto; safe to call more than once."""
    responses: Any = LambdaResponse
    if getattr(responses, "lists_in_pages", False):
        return
    responses.lists_in_pages = True
    for operation, member in LISTS.items():
        setattr(responses, operation, _paged(getattr(responses, operation), member))


def _paged(listing: Callable[[Any], Any], member: str) -> Callable[[Any], Any]:
    def page(self: Any) -> Any:
        answer = listing(self)
        text = answer if isinstance(answer, str) else answer[-1]
        content = json.loads(text)
        if member in content:
            _cut(content, member, self._get_param("Marker"), self._get_param("MaxItems"))
        body = json.dumps(content)
        return body if isinstance(answer, str) else (*answer[:-1], body)

    return page


def _cut(content: dict[str, Any], member: str, marker: str | None, most: Any) -> None:
    begin = _place(marker) if marker else 0
    end = begin + min(int(most or LARGEST_PAGE), LARGEST_PAGE)
    if end < len(content[member]):
        content["NextMarker"] = base64.b64encode(f"behind {end}".encode()).decode()
    content[member] = content[member][begin:end]


def _place(marker: str) -> int:
    try:
        return int(base64.b64decode(marker).decode().removeprefix("behind "))
    except (binascii.Error, ValueError) as error:
        raise InvalidParameterValueException("Invalid value for Marker.") from error
