"""Text."""

import re
from typing import Any

from embedded_aws.gateway.mapping.java.members import Java
from embedded_aws.gateway.mapping.java.scalars import Flag, Whole


class Text(str, Java):
    """A java.lang.String."""

    __slots__ = ()

    def length(self) -> Whole:
        """The number of characters."""
        return Whole(len(self))

    def isEmpty(self) -> Flag:  # noqa: N802 - Java's name
        """Whether it has no characters."""
        return Flag(not self)

    def equals(self, other: object) -> Flag:
        """Whether both are equal in Java."""
        return Flag(self == other)

    def equalsIgnoreCase(self, other: str) -> Flag:  # noqa: N802 - Java's name
        """Whether both are equal in any case."""
        return Flag(self.lower() == other.lower())

    def compareTo(self, other: str) -> Whole:  # noqa: N802 - Java's name
        """-1, 0 or 1."""
        return Whole((self > other) - (self < other))

    def contains(self, part: str) -> Flag:
        """Whether the part occurs."""
        return Flag(str(part) in self)

    def startsWith(self, prefix: str) -> Flag:  # noqa: N802 - Java's name
        """Whether it begins with the part."""
        return Flag(self.startswith(prefix))

    def endsWith(self, suffix: str) -> Flag:  # noqa: N802 - Java's name
        """Whether it ends with the part."""
        return Flag(self.endswith(suffix))

    def indexOf(self, part: str, begin: int = 0) -> Whole:  # noqa: N802 - Java's name
        """The first position of the part; -1 without one."""
        return Whole(self.find(part, begin))

    def lastIndexOf(self, part: str) -> Whole:  # noqa: N802 - Java's name
        """The last position of the part; -1 without one."""
        return Whole(self.rfind(part))

    def substring(self, begin: int, end: int | None = None) -> "Text":
        """The characters from begin to before end."""
        last = len(self) if end is None else end
        if not 0 <= begin <= last <= len(self):
            raise IndexError(f"String index out of range: {begin} to {last} of {len(self)}")
        return Text(self[begin:last])

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

    def matches(self, pattern: str) -> Flag:
        """Whether the whole text matches the regular expression."""
        return Flag(re.fullmatch(pattern, self) is not None)

    def replace(self, part: str, other: str) -> "Text":  # type: ignore[override]  # Java's
        """The text with each occurrence of a part replaced."""
        return Text(str.replace(self, str(part), str(other)))

    def replaceAll(self, pattern: str, replacement: str) -> "Text":  # noqa: N802 - Java's name
        """The text with matches of a regular expression replaced; `$1` is the first group."""
        return Text(re.sub(pattern, _replacement(replacement), self))

    def replaceFirst(self, pattern: str, replacement: str) -> "Text":  # noqa: N802 - Java's name
        """The text with the first match of a regular expression replaced."""
        return Text(re.sub(pattern, _replacement(replacement), self, count=1))

    def split(self, pattern: str, limit: int = 0) -> Any:  # type: ignore[override]  # Java's
        """The parts between matches of a regular expression; Java drops empty ones at the end."""
        from embedded_aws.gateway.mapping.java.collections import Items  # noqa: PLC0415 - circle

        parts = re.split(pattern, self, maxsplit=max(limit - 1, 0))
        while limit == 0 and len(parts) > 1 and not parts[-1]:
            parts.pop()
        return Items(Text(part) for part in parts)


def _replacement(java: str) -> str:
    r"""Java's replacement for Python: `$1` is a group, `\$` a dollar."""
    escaped = re.sub(r"\\([\\$])", lambda each: "\0" if each[1] == "$" else "\1", java)
    grouped = re.sub(r"\$(\d)", r"\\g<\1>", escaped.replace("\\", "\\\\"))
    return grouped.replace("\0", "$").replace("\1", "\\\\")
