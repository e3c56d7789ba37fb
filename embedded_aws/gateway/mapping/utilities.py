"""`$util`: escaping and encoding."""

import base64
import json
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from embedded_aws.gateway.mapping.java import Java, Text, java

_ESCAPES = {"\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_ESCAPED = {"'", '"', "\\", "/"}


class Util(Java):
    """API Gateway developer guide, "$util variables"."""

    def escapeJavaScript(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The text escaped as by Java's commons-lang, `'` and `/` included."""
        return Text("".join(_escaped(each) for each in str(value)))

    def parseJson(self, value: str) -> Any:  # noqa: N802 - API Gateway's name
        """The values in a JSON text."""
        return java(json.loads(value))

    def urlEncode(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The text as application/x-www-form-urlencoded."""
        return Text(quote_plus(str(value), safe="*-._"))

    def urlDecode(self, value: str) -> Text:  # noqa: N802 - API Gateway's name
        """The text from application/x-www-form-urlencoded."""
        return Text(unquote_plus(str(value)))

    def base64Encode(self, value: object) -> Text:  # noqa: N802 - API Gateway's name
        """The base64 of the UTF-8 bytes."""
        return Text(base64.b64encode(str(value).encode()).decode())

    def base64Decode(self, value: str) -> Text:  # noqa: N802 - API Gateway's name
        """The text from base64."""
        return Text(base64.b64decode(str(value)).decode("utf-8", "replace"))


def _escaped(character: str) -> str:
    if character in _ESCAPED:
        return f"\\{character}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    pairs = (units[at : at + 2] for at in range(0, len(units), 2))
    return "".join(f"\\u{pair.hex().upper()}" for pair in pairs)
