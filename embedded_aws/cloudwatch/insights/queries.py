"""A query: its commands over the events, one after the other."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from embedded_aws.cloudwatch.insights import statistics
from embedded_aws.cloudwatch.insights.expressions import Reader, condition, regular, sum_
from embedded_aws.cloudwatch.insights.functions import number, text
from embedded_aws.cloudwatch.insights.statistics import SHOWN, Rows, named
from embedded_aws.cloudwatch.insights.tokens import QueryError, Token, UnservedError, tokens_of

type Step = Callable[[Rows], Rows]
MOST = 10_000
"""Rows of an answer without `limit` (CloudWatch Logs quotas)."""
USUAL = ["@timestamp", "@message"]


def compiled(query: str) -> Callable[[Rows], list[dict[str, str]]]:
    """The query over events, the newest first; QueryError or UnservedError."""
    try:
        steps = [_step(command) for command in _commands(tokens_of(query))]
    except RecursionError:
        raise QueryError("the query is nested too deeply") from None

    def run(rows: Rows) -> list[dict[str, str]]:
        for step in steps:
            rows = step(rows)
        return [_answer(row) for row in rows[:MOST]]

    return run


def _commands(tokens: list[Token]) -> list[list[Token]]:
    commands: list[list[Token]] = [[]]
    for token in tokens:
        if token.says("|"):
            commands.append([])
        else:
            commands[-1].append(token)
    return [command for command in commands if command]


def _answer(row: Mapping[str, Any]) -> dict[str, str]:
    columns = row.get(SHOWN) or USUAL
    answer = {name: text(row[name]) for name in columns if row.get(name) is not None}
    return {**answer, "@ptr": text(row["@ptr"])} if "@ptr" in row else answer


def _step(command: list[Token]) -> Step:
    reader = Reader(command)
    word = reader.name().lower()
    if word not in COMMANDS:
        raise UnservedError(f"the command {word} of Logs Insights")
    step = COMMANDS[word](reader)
    if reader.next.kind != "end":
        raise QueryError(f"unexpected {reader.next.text} in {word}")
    return step


def _fields(reader: Reader) -> Step:
    columns = [named(reader)]
    while reader.takes(","):
        columns.append(named(reader))

    def step(rows: Rows) -> Rows:
        names = [name for name, _ in columns]
        return [
            {
                **row,
                **{name: value(row) for name, value in columns},
                SHOWN: list(dict.fromkeys([*row.get(SHOWN, []), *names])),
            }
            for row in rows
        ]

    return step


def _display(reader: Reader) -> Step:
    add = _fields(reader)

    def step(rows: Rows) -> Rows:
        return add([{name: each for name, each in row.items() if name != SHOWN} for row in rows])

    return step


def _filter(reader: Reader) -> Step:
    holds = condition(reader)
    return lambda rows: [row for row in rows if holds(row)]


def _sort(reader: Reader) -> Step:
    keys = [_key(reader)]
    while reader.takes(","):
        keys.append(_key(reader))

    def step(rows: Rows) -> Rows:
        ordered = list(rows)
        for value, descending in reversed(keys):
            ordered.sort(key=lambda row: _rank(value(row)), reverse=descending)
        return ordered

    return step


def _key(reader: Reader) -> tuple[Callable[[Mapping[str, Any]], Any], bool]:
    begin = reader.place
    value = sum_(reader)
    words = reader.source(begin)
    descending = reader.takes("desc")
    if not descending:
        reader.takes("asc")
    return (lambda row: row[words] if words in row else value(row)), descending


def _rank(value: Any) -> tuple[int, float, str]:
    """Missing values before numbers, numbers before texts."""
    figure = number(value)
    if value is None:
        return 0, 0.0, ""
    return (1, figure, "") if figure is not None else (2, 0.0, text(value))


def _limit(reader: Reader) -> Step:
    count = number(reader.take().text)
    if count is None or not 1 <= count <= MOST:
        raise QueryError(f"limit needs a number from 1 to {MOST}")
    return lambda rows: rows[: int(count)]


def _dedup(reader: Reader) -> Step:
    names = [reader.name()]
    while reader.takes(","):
        names.append(reader.name())

    def step(rows: Rows) -> Rows:
        first: dict[tuple[str, ...], dict[str, Any]] = {}
        for row in rows:
            first.setdefault(tuple(text(row.get(name)) for name in names), row)
        return list(first.values())

    return step


def _parse(reader: Reader) -> Step:
    source = reader.name() if reader.next.kind == "name" else "@message"
    pattern = reader.take()
    if pattern.kind == "regex":
        expression = regular(pattern.text)
    elif pattern.kind == "text":
        parts = (re.escape(part) for part in pattern.text.split("*"))
        expression = re.compile(
            "(.*?)".join(parts) + ("$" if pattern.text.endswith("*") else ""), re.DOTALL
        )
    else:
        raise QueryError("parse needs a text with * or an expression")
    names = _aliases(reader) if reader.takes("as") else list(expression.groupindex)
    if len(names) != expression.groups:
        raise QueryError(f"parse has {expression.groups} groups and {len(names)} names")

    def step(rows: Rows) -> Rows:
        matches = [(row, expression.search(text(row.get(source)))) for row in rows]
        return [
            {**row, **(dict(zip(names, match.groups(), strict=True)) if match else {})}
            for row, match in matches
        ]

    return step


def _aliases(reader: Reader) -> list[str]:
    names = [reader.name()]
    while reader.takes(","):
        names.append(reader.name())
    return names


COMMANDS: Mapping[str, Callable[[Reader], Step]] = {
    "dedup": _dedup,
    "display": _display,
    "fields": _fields,
    "filter": _filter,
    "head": _limit,
    "limit": _limit,
    "parse": _parse,
    "sort": _sort,
    "stats": statistics.read,
}
