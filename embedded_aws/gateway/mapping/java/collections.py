"""Lists and maps."""

import json
from typing import Any

from embedded_aws.gateway.mapping.java.members import Java, Keyed
from embedded_aws.gateway.mapping.java.scalars import Flag, Whole
from embedded_aws.gateway.mapping.java.texts import Text


class Items(list[Any], Java):
    """A java.util.List."""

    def size(self) -> Whole:
        """The number of elements."""
        return Whole(len(self))

    def isEmpty(self) -> Flag:  # noqa: N802 - Java's name
        """Whether it has no elements."""
        return Flag(not self)

    def get(self, index: int) -> Any:
        """The element at the index."""
        return self[index]

    def set(self, index: int, value: Any) -> Any:
        """Replace an element; returns the previous one."""
        former = self[index]
        self[index] = value
        return former

    def add(self, value: Any) -> Flag:
        """Append; returns true, as in Java."""
        self.append(value)
        return Flag(1)

    def addAll(self, values: list[Any]) -> Flag:  # noqa: N802 - Java's name
        """Append all elements; returns whether there were any."""
        self.extend(values)
        return Flag(bool(values))

    def remove(self, value: Any) -> Any:
        """Remove the element at an index, or the first that equals the value."""
        if isinstance(value, int) and not isinstance(value, Flag):
            return self.pop(value)
        known = value in self
        if known:
            super().remove(value)
        return Flag(known)

    def contains(self, value: Any) -> Flag:
        """Whether it has the element."""
        return Flag(value in self)

    def indexOf(self, value: Any) -> Whole:  # noqa: N802 - Java's name
        """The first position of the element; -1 without it."""
        return Whole(self.index(value) if value in self else -1)

    def subList(self, begin: int, end: int) -> "Items":  # noqa: N802 - Java's name
        """The elements from begin to before end."""
        return type(self)(self[begin:end])

    def toString(self) -> Text:  # noqa: N802 - Java's name
        """The list as it prints."""
        return Text(self)

    def __str__(self) -> str:
        return f"[{', '.join(_shown(each) for each in self)}]"


class JsonItems(Items):
    """A list out of a payload, in API Gateway a JSONArray: prints as JSON, where a map does not."""

    def __str__(self) -> str:
        from embedded_aws.gateway.mapping.java.convert import plain  # noqa: PLC0415 - in a circle

        return json.dumps(plain(self), separators=(",", ":"), ensure_ascii=False)


class Entry(Java):
    """A java.util.Map.Entry."""

    def __init__(self, key: Any, value: Any) -> None:
        self._key = key
        self._value = value

    def getKey(self) -> Any:  # noqa: N802 - Java's name
        """The entry's key."""
        return self._key

    def getValue(self) -> Any:  # noqa: N802 - Java's name
        """The entry's value."""
        return self._value

    def __str__(self) -> str:
        return f"{_shown(self._key)}={_shown(self._value)}"


class Table(dict[Any, Any], Keyed):
    """A java.util.Map."""

    def size(self) -> Whole:
        """The number of keys."""
        return Whole(len(self))

    def isEmpty(self) -> Flag:  # noqa: N802 - Java's name
        """Whether it has no keys."""
        return Flag(not self)

    def get(self, key: Any, default: Any = None) -> Any:
        """The value of a key."""
        return super().get(key, default)

    def keySet(self) -> Items:  # noqa: N802 - Java's name
        """The keys."""
        return Items(Text(key) if isinstance(key, str) else key for key in self)

    def values(self) -> Items:  # type: ignore[override]  # Java's, not Python's
        """The values."""
        return Items(super().values())

    def entrySet(self) -> Items:  # noqa: N802 - Java's name
        """The entries."""
        return Items(Entry(Text(key), value) for key, value in self.items())

    def containsKey(self, key: Any) -> Flag:  # noqa: N802 - Java's name
        """Whether it has the key."""
        return Flag(key in self)

    def containsValue(self, value: Any) -> Flag:  # noqa: N802 - Java's name
        """Whether a key has the value."""
        return Flag(value in self.values())

    def put(self, key: Any, value: Any) -> Any:
        """Set a value; returns the previous one."""
        former = super().get(key)
        self[key] = value
        return former

    def putAll(self, values: dict[Any, Any]) -> None:  # noqa: N802 - Java's name
        """Set all values of another map."""
        self.update(values)

    def remove(self, key: Any) -> Any:
        """Remove a key; returns its value."""
        return self.pop(key, None)

    def toString(self) -> Text:  # noqa: N802 - Java's name
        """The map as it prints."""
        return Text(self)

    def __str__(self) -> str:
        return f"{{{', '.join(f'{_shown(key)}={_shown(each)}' for key, each in self.items())}}}"


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)
