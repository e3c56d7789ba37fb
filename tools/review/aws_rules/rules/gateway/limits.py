"""Limits of single attributes: names, sizes, ranges; data/limits.json has them and AWS's page."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.review.aws_rules.knowledge.tables import table
from tools.review.aws_rules.model import Fault, Resource, Subject
from tools.review.aws_rules.values import at, number

PROMISE = "Names, sizes and numbers are within what each service takes (data/limits.json)"
PAGE = "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"


def faults(subject: Subject) -> Iterator[Fault]:
    """Faults of every resource, by every row for its type."""
    for row in table("limits")["limits"]:
        for resource in subject.of(row["type"]):
            if not _excepted(row, resource):
                yield from _row(row, resource)


def _excepted(row: Mapping[str, Any], resource: Resource) -> bool:
    unless: Mapping[str, list[Any]] = row.get("unless", {})
    return any(resource.values.get(name) in values for name, values in unless.items())


def _row(row: Mapping[str, Any], resource: Resource) -> Iterator[Fault]:
    if "max_items" in row:
        items = resource.values.get(row["path"])
        values = [items] if isinstance(items, list) else []
    else:
        values = list(at(resource.values, row["path"]))
    for value in values:
        if sentence := _broken(row, value):
            yield Fault(
                resource.place, f"{row['path']} {sentence}", "Change it as AWS says", row["page"]
            )


def _broken(row: Mapping[str, Any], value: Any) -> str | None:
    checks = (_range, _choice, _text)
    return next((said for check in checks if (said := check(row, value))), None)


def _range(row: Mapping[str, Any], value: Any) -> str | None:
    if "min" not in row:
        return None
    amount = number(value)
    within = amount is None or row["min"] <= amount <= row["max"]
    return None if within else f"is {value}; it goes from {row['min']:,} to {row['max']:,}"


def _choice(row: Mapping[str, Any], value: Any) -> str | None:
    if "one_of" not in row:
        return None
    allowed = row["one_of"]
    same = value in allowed or number(value) in allowed
    return None if same else f"is {value}; it is one of {', '.join(map(str, allowed))}"


def _text(row: Mapping[str, Any], value: Any) -> str | None:
    if "max_items" in row and len(value) > row["max_items"]:
        return f"has {len(value)} entries; AWS takes {row['max_items']}"
    if "pattern" in row and not re.fullmatch(row["pattern"], str(value)):
        quoted = "secret" if row.get("secret") else repr(value)
        return f"is {quoted}, which AWS does not take as such a name"
    if "max_bytes" in row and len(str(value).encode()) > row["max_bytes"]:
        return f"has {len(str(value).encode()):,} bytes; AWS takes {row['max_bytes']:,}"
    if "max_length" in row and len(str(value)) > row["max_length"]:
        return f"has {len(str(value)):,} characters; AWS takes {row['max_length']:,}"
    return None
