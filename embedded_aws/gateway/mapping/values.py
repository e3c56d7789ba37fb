"""JSON values with the methods of Velocity's Java objects."""

import json
import re
from typing import Any


class Text(str):
    """A java.lang.String."""

    __slots__ = ()

    def length(self) -> int:
        """The number of characters."""
        return len(self)

    def isEmpty(self) -> "Flag":  # noqa: N802 - Java's name
        """Whether it has no characters."""
        return Flag(not self)

    def equals(self, other: object) -> "Flag":
        """Whether both are equal in Java."""
        return Flag(self == other)

    def equalsIgnoreCase(self, other: str) -> "Flag":  # noqa: N802 - Java's name
        """Whether both are equal in any case."""
        return Flag(self.lower() == other.lower())

    def contains(self, part: str) -> "Flag":
        """Whether the part occurs."""
        return Flag(part in self)

    def startsWith(self, prefix: str) -> "Flag":  # noqa: N802 - Java's name
        """Whether it begins with the part."""
        return Flag(self.startswith(prefix))

    def endsWith(self, suffix: str) -> "Flag":  # noqa: N802 - Java's name
        """Whether it ends with the part."""
        return Flag(self.endswith(suffix))

    def indexOf(self, part: str) -> int:  # noqa: N802 - Java's name
        """The first position of the part; -1 without one."""
        return self.find(part)

    def substring(self, begin: int, end: int | None = None) -> "Text":
        """The characters from begin to before end."""
        return Text(self[begin:end])

    def charAt(self, index: int) -> "Text":  # noqa: N802 - Java's name
        """One character."""
        return Text(self[index])

    def concat(self, other: str) -> "Text":
        """Both texts in one."""
        return Text(self + other)

    def trim(self) -> "Text":
        """The text without white space at both ends."""
        return Text(self.strip())

    def toLowerCase(self) -> "Text":  # noqa: N802 - Java's name
        """The text in lower case."""
        return Text(self.lower())

    def toUpperCase(self) -> "Text":  # noqa: N802 - Java's name
        """The text in upper case."""
        return Text(self.upper())

    def toString(self) -> "Text":  # noqa: N802 - Java's name
        """The text itself."""
        return self

    def matches(self, pattern: str) -> "Flag":
        """Whether the whole text matches the regular expression."""
        return Flag(re.fullmatch(pattern, self) is not None)

    def replaceAll(self, pattern: str, replacement: str) -> "Text":  # noqa: N802 - Java's name
        """The text with matches of a regular expression replaced; `$1` is the first group."""
        python = re.sub(r"\$(\d)", r"\\g<\1>", replacement.replace("\\", "\\\\"))
        return Text(re.sub(pattern, python, self))

    def split(self, pattern: str) -> "Items":  # type: ignore[override]  # Java's, not Python's
        """The parts between matches of a regular expression."""
        return Items(Text(part) for part in re.split(pattern, self))


class Flag(int):
    """A java.lang.Boolean: prints in lower case."""

    def __str__(self) -> str:
        return "true" if self else "false"


class Items(list[Any]):
    """A java.util.List."""

    def size(self) -> int:
        """The number of elements."""
        return len(self)

    def isEmpty(self) -> "Flag":  # noqa: N802 - Java's name
        """Whether it has no elements."""
        return Flag(not self)

    def get(self, index: int) -> Any:
        """The element at the index."""
        return self[index]

    def add(self, value: Any) -> Flag:
        """Append; returns true, as in Java."""
        self.append(java(value))
        return Flag(1)

    def contains(self, value: Any) -> "Flag":
        """Whether it has the element."""
        return Flag(value in self)

    def __str__(self) -> str:
        return f"[{', '.join(_shown(each) for each in self)}]"


class JsonItems(Items):
    """A list out of a payload, in API Gateway a JSONArray: prints as JSON, where a map does not."""

    def __str__(self) -> str:
        return json.dumps(plain(self), separators=(",", ":"), ensure_ascii=False)


class Entry:
    """A java.util.Map.Entry."""

    def __init__(self, key: str, value: Any) -> None:
        self.key = key
        self.value = value

    def getKey(self) -> str:  # noqa: N802 - Java's name
        """The entry's key."""
        return self.key

    def getValue(self) -> Any:  # noqa: N802 - Java's name
        """The entry's value."""
        return self.value


class Table(dict[str, Any]):
    """A java.util.Map."""

    def size(self) -> int:
        """The number of keys."""
        return len(self)

    def isEmpty(self) -> "Flag":  # noqa: N802 - Java's name
        """Whether it has no keys."""
        return Flag(not self)

    def keySet(self) -> Items:  # noqa: N802 - Java's name
        """The keys."""
        return Items(Text(key) for key in self)

    def entrySet(self) -> Items:  # noqa: N802 - Java's name
        """The entries."""
        return Items(Entry(Text(key), value) for key, value in self.items())

    def containsKey(self, key: str) -> "Flag":  # noqa: N802 - Java's name
        """Whether it has the key."""
        return Flag(key in self)

    def put(self, key: str, value: Any) -> Any:
        """Set a value; returns the previous one."""
        former = self.get(key)
        self[key] = java(value)
        return former if former is not None else Text()

    def remove(self, key: str) -> Any:
        """Remove a key; returns its value."""
        return self.pop(key, None)

    def __str__(self) -> str:
        return f"{{{', '.join(f'{key}={_shown(value)}' for key, value in self.items())}}}"


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)


def java(value: Any) -> Any:
    """The JSON value with Java's methods at every level."""
    if isinstance(value, bool):
        return Flag(value)
    if type(value) is str:
        return Text(value)
    if type(value) is dict:
        return Table((key, java(each)) for key, each in value.items())
    if type(value) is list:
        return JsonItems(java(each) for each in value)
    return value


def plain(value: Any) -> Any:
    """The value as JSON has it, without Java's methods."""
    if isinstance(value, Flag):
        return bool(value)
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value
