"""Bytes read as choices: a fuzzer that changes bytes changes texts, values and their structure."""

import json
from collections.abc import Sequence
from typing import Any

PRINTABLE = "".join(map(chr, range(32, 127)))
STRANGE = (
    "",
    "\0",
    "\n",
    "\ud800",
    "\u202e",
    "é",
    "😀",
    "\u0130",
    "²",
    "٣",
    "NaN",
    "-0",
    "1e999",
    "9" * 5000,
    "%00",
    "%ff",
    "${x}",
    "__proto__",
    "(" * 1200,
    "[" * 3000,
    '{"a":' * 1200,
    "not " * 1000,
    "a" * 1100,
)
NUMBERS = (0, 1, -1, 0.5, -0.0, 2**31, 2**63, -(2**63) - 1, 10**400, 1e308, float("inf"), 4300)
DEPTHS = (50, 900, 1500, 20_000)


class Source:
    """The choices in a fuzzer's bytes; at their end everything is the first one."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def more(self) -> bool:
        """Whether there are bytes that nothing has been read from."""
        return self._at < len(self._data)

    def byte(self) -> int:
        """The next byte; 0 at the end."""
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def rest(self) -> bytes:
        """All bytes that are left."""
        begin, self._at = self._at, len(self._data)
        return self._data[begin:]

    def pick[Option](self, options: Sequence[Option]) -> Option:
        """One of at most 256 options."""
        return options[self.byte() % len(options)]

    def text(self, longest: int = 24) -> str:
        """A text: plain characters, any that UTF-8 has, or one that is often not thought of."""
        kind = self.byte()
        if kind % 8 == 7:
            return self.pick(STRANGE)
        raw = bytes(self.byte() for _ in range(min(kind // 8, longest)))
        if kind % 8 == 6:
            return raw.decode("utf-8", "replace")
        return "".join(PRINTABLE[each % len(PRINTABLE)] for each in raw)

    def sent(self) -> str:
        """A text as HTTP brings it: every character is one byte."""
        return self.text().encode("utf-8", "replace").decode("latin-1")

    def phrase(self, words: Sequence[str], longest: int = 60) -> str:
        """Words of a language one after the other, with a text of any kind among them."""
        parts: list[str] = []
        while self.more and len(parts) < longest:
            choice = self.byte()
            parts.append(self.text() if choice == 255 else words[choice % len(words)])
        return "".join(parts)

    def value(self, names: Sequence[str], depth: int = 5) -> Any:
        """A JSON value whose members have these names, or others."""
        kind = self.byte() % 10 if self.more else 0
        if kind < 3 and depth:
            count = self.byte() % 6
            return {self.name(names): self.value(names, depth - 1) for _ in range(count)}
        if kind < 5 and depth:
            return [self.value(names, depth - 1) for _ in range(self.byte() % 5)]
        return self._scalar(kind, names)

    def name(self, names: Sequence[str]) -> str:
        """One of the names, or seldom another text."""
        return self.text() if self.byte() % 16 == 15 else self.pick(names)

    def _scalar(self, kind: int, names: Sequence[str]) -> Any:
        if kind == 6:
            return self.pick(NUMBERS)
        if kind == 7:
            return self.pick((None, True, False))
        return self.name(names) if kind % 2 else self.text()

    def json(self, names: Sequence[str]) -> str:
        """JSON, or nearly so: deep as parsers fear, cut off, or with what only Python reads."""
        kind = self.byte()
        if kind % 32 == 31:
            opening, closing = self.pick((("[", "]"), ('{"a":', "}")))
            depth = self.pick(DEPTHS)
            return opening * depth + "1" + closing * (depth - kind % 2)
        whole = json.dumps(self.value(names), ensure_ascii=kind % 2 == 0)
        return whole[: -1 - self.byte() % 8] if kind % 16 == 15 else whole

    def changed(self, value: Any, names: Sequence[str]) -> Any:
        """A copy of a good document in which some members are others, gone or moved."""
        copied = json.loads(json.dumps(value))
        for _ in range(1 + self.byte() % 4):
            self._change(copied, names)
        return copied

    def _change(self, value: Any, names: Sequence[str]) -> None:
        while isinstance(value, dict | list) and value:
            keys: list[Any] = sorted(value) if isinstance(value, dict) else list(range(len(value)))
            key = keys[(self.byte() * 256 + self.byte()) % len(keys)]
            below = value[key]
            if not isinstance(below, dict | list) or not below or self.byte() % 4 == 0:
                if self.byte() % 4 == 0:
                    del value[key]
                else:
                    value[key] = self.value(names)
                return
            value = below
