"""Wildcards of policies: `*` for any text, `?` for one character."""

import re
from functools import lru_cache


def like(pattern: str, value: str) -> bool:
    """Whether the value matches a pattern with `*` and `?`."""
    return _compiled(pattern).fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"([*?])", pattern)
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in parts), re.DOTALL)
