"""Filter patterns (CloudWatch Logs user guide, "Filter pattern syntax")."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from embedded_aws.cloudwatch.log_lines.conditions import (
    ABSENT,
    Condition,
    PatternError,
    compared,
    expression_of,
)
from embedded_aws.cloudwatch.log_lines.json_patterns import parsed, read, selected

type Look = Callable[[str], Any]
"""The choice of a line's field; ABSENT when the line has none."""
type Match = Callable[[str], Look | None]
"""A line's fields when it matches, else None."""
_TERM = re.compile(
    r'(?P<sign>[-?]?)(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|%(?P<expression>[^%]+)%|(?P<bare>\S+))'
)
_FIELD = re.compile(r'\[[^\]]*\]|"[^"]*"|\S+')
_SELECTOR = re.compile(r"\$[.\[][^\s=!<>()&|]*")
_COLUMN = re.compile(r"(\w+)\s*(?:(!=|>=|<=|=|>|<)\s*(.+))?")


@lru_cache(maxsize=200)
def compiled(pattern: str) -> Match:
    """The predicate of a pattern; PatternError for an invalid one."""
    text = pattern.strip()
    if text.startswith("{"):
        return _json(text)
    if text.startswith("["):
        return _columns(text)
    return _terms(text)


def selectors_of(pattern: str) -> list[str]:
    """The fields that a pattern names, as `$.status` or `$status`, each once."""
    text = pattern.strip()
    if text.startswith("{"):
        return list(dict.fromkeys(_SELECTOR.findall(text)))
    if text.startswith("[") and text.endswith("]"):
        fields = [each.strip() for each in text[1:-1].split(",")]
        return [f"${_column(each)[0]}" for each in fields if each != "..."]
    return []


def _json(text: str) -> Match:
    holds = read(text)

    def match(line: str) -> Look | None:
        content = parsed(line)
        if content is ABSENT or not holds(content):
            return None
        return lambda selector: selected(content, selector)

    return match


def _terms(text: str) -> Match:
    """Lines with all plain terms, none with a minus, and any of those with a question mark."""
    tests: dict[str, list[Callable[[str], bool]]] = {"": [], "-": [], "?": []}
    for term in _TERM.finditer(text):
        tests[term["sign"]].append(_test(term))

    def match(line: str) -> Look | None:
        matches = (
            all(test(line) for test in tests[""])
            and not any(test(line) for test in tests["-"])
            and (not tests["?"] or any(test(line) for test in tests["?"]))
        )
        return (lambda _: ABSENT) if matches else None

    return match


def _test(match: re.Match[str]) -> Callable[[str], bool]:
    if match["expression"]:
        expression = expression_of(match["expression"])
        return lambda line: expression.search(line) is not None
    term = match["bare"] or re.sub(r"\\(.)", r"\1", match["quoted"] or "")
    return lambda line: term in line


def _columns(text: str) -> Match:
    """The pattern `[ip, user, ..., status=5*, size]`: fields separated by spaces."""
    if not text.endswith("]"):
        raise PatternError("the pattern has a [ that nothing closes")
    fields = [each.strip() for each in text[1:-1].split(",")]
    gap = fields.index("...") if "..." in fields else None
    columns = [_column(each) for each in fields if each != "..."]

    def match(line: str) -> Look | None:
        values = [value.strip('[]"') for value in _FIELD.findall(line)]
        if gap is not None and len(values) >= len(columns):
            values = values[:gap] + values[gap + len(values) - len(columns) :]
        if len(values) != len(columns):
            return None
        named: Mapping[str, str] = dict(zip((name for name, _ in columns), values, strict=True))
        if not all(test(named[name]) for name, test in columns):
            return None
        return lambda selector: named.get(selector.removeprefix("$"), ABSENT)

    return match


def _column(text: str) -> tuple[str, Condition]:
    match = _COLUMN.fullmatch(text)
    if not match:
        raise PatternError(f"{text} is no field that the embedded AWS can compare")
    return match[1], compared(match[2], match[3]) if match[2] else lambda _: True
