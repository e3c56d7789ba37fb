"""Expressions that mapping templates send to DynamoDB."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from tools.review.aws_rules.knowledge.openapi import Engine, Template, templates
from tools.review.aws_rules.model import Fault, Subject

PROMISE = "Expressions sent to DynamoDB use no reserved words, and define the names they use"
PAGE = (
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
    "ExpressionAttributeNamesCheck.html"
)
RESERVED = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html"
EXPRESSION = re.compile(r'"(\w*Expression)"\s*:\s*"((?:[^"\\]|\\.)*)"')
WORD = re.compile(r"(?<![#:$\w!{.])[A-Za-z_]\w*(?!\w*\s*\()")
PLACEHOLDER = re.compile(r"(?<![\w$])[#:]\w+")
DEFINED = re.compile(r'"([#:]\w+)"\s*:')
SYNTAX = set("ADD AND AS BETWEEN BY DELETE IN NOT OR REMOVE SET".split())  # noqa: SIM905
LONGEST = 4096


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every request template with an expression."""
    for template in templates(subject):
        if template.engine is Engine.VELOCITY:
            for kind, text in EXPRESSION.findall(template.text):
                yield from _expression(template, kind, text)


def _expression(template: Template, kind: str, text: str) -> Iterator[Fault]:
    for word in sorted({word for word in WORD.findall(text) if _reserved(word)}):
        yield Fault(
            template.place,
            f"{kind} uses the reserved word {word}",
            f"Write #{word.lower()} and define it in ExpressionAttributeNames",
            RESERVED,
        )
    defined = set(DEFINED.findall(template.text))
    for name in sorted(set(PLACEHOLDER.findall(text)) - defined):
        where = "Names" if name.startswith("#") else "Values"
        yield Fault(
            template.place,
            f"{kind} uses {name}, which nothing defines",
            f"Add it to ExpressionAttribute{where}",
        )
    if len(text.encode()) > LONGEST:
        yield Fault(template.place, f"{kind} is longer than 4 KB", "Read less at once")


def _reserved(word: str) -> bool:
    return word.upper() not in SYNTAX and word.upper() in _words()


@cache
def _words() -> frozenset[str]:
    """DynamoDB's reserved words, from moto's list."""
    folder = files("moto.dynamodb.parsing")
    return frozenset((folder / "reserved_keywords.txt").read_text(encoding="utf-8").split())
