"""The tables that rules read: settings that guard something, objects that do, and contents."""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from tools.review.plan.facts import expressions, weaker
from tools.review.plan.facts.model import Change
from tools.review.plan.facts.settings import Guard
from tools.review.plan.facts.weaker import Weaker

FAMILIES = (
    "access", "authorization", "encryption", "limits", "protection", "releases", "retention",
    "watching",
)  # fmt: skip
"""The tables with settings of which none may get weaker."""
FOLDER = Path(__file__).with_name("tables")
WEAKER: Mapping[str, Weaker] = {
    "switched_off": weaker.switched_off,
    "switched_on": weaker.switched_on,
    "lowered": weaker.lowered,
    "lowered_from_forever": weaker.lowered_from_forever,
    "raised": weaker.raised,
    "longer_than_a_year": weaker.longer_than_a_year,
    "is_off": weaker.is_off,
    "removed": weaker.removed,
    "added": weaker.added,
    "shrunk": weaker.shrunk,
    "grown": weaker.grown,
    "changed": weaker.changed,
    "reworded": expressions.reworded,
    "lower_percentile": expressions.lower_percentile,
    "met_more_seldom": expressions.met_more_seldom,
    "loses_alternatives": expressions.loses_alternatives,
    "less_often": weaker.less_often,
}
"""The ways of getting weaker by their names; a list in a table is of words, the weakest first."""


@cache
def rows(family: str, name: str) -> list[dict[str, Any]]:
    """The rows of one of a family's tables."""
    path = FOLDER / f"{family}.json"
    content: dict[str, list[dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
    return content[name]


@cache
def guards(family: str, name: str = "guards") -> tuple[Guard, ...]:
    """The settings of which none may get weaker; those in `new`, not in a new object either."""
    return tuple(_guard(row) for row in rows(family, name))


def _guard(row: Mapping[str, Any]) -> Guard:
    way = row["weaker"]
    chosen = WEAKER[way] if isinstance(way, str) else weaker.ranked(*way)
    return Guard(row["path"], chosen, row["reason"], tuple(row.get("types", ["*"])))


def loss(family: str, change: Change) -> str:
    """The reason why an object of this type must not go; empty when the table has none."""
    return next(
        (row["reason"] for row in rows(family, "gone") if fnmatchcase(change.type, row["type"])), ""
    )
