"""Words for new services at random, those at the edges of what is allowed among them."""

import string
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from tests.harness.tree import ROOT
from tools.adopt.product import product
from tools.adopt.service import fields, names, taken
from tools.adopt.service.shape import Answers, shape
from tools.command import CommandError

LETTERS = string.ascii_lowercase
EDGES = ("name", "type", "status", "order_by", "x", "a1", "line_2b", "items_count", "n" * 40)
LONGEST = {letter: letter * 40 for letter in "nmks"}
EXTREME = Answers(
    name="z" * names.longest_name(ROOT, product(ROOT)),
    resource="o_" * 11 + "oo",
    fields="{n}:enum({n},{m},a)? {m}:datetime {k}:bool? {s}:str i:int".format(**LONGEST),
    queries="by {n} and {m} and {k} oldest first, by {s}, by i".format(**LONGEST),
)
"""The longest names everywhere."""
DRAWS = 4
"""Draws for each service that is wanted; some are like others."""
VALUES = ("a", "Z", "PAID", "not-paid", "not_yet", "x1", "None", "true", "v" * 40)


def words(longest: int, most: int = 3) -> st.SearchStrategy[str]:
    """Nouns of code: one to three words with _ between."""
    word = st.text(LETTERS, min_size=1, max_size=6)
    return st.lists(word, min_size=1, max_size=most).map("_".join).map(lambda each: each[:longest])


def _passes(check: Any, *arguments: Any) -> bool:
    try:
        check(*arguments)
    except CommandError:
        return False
    return True


@st.composite
def field_texts(draw: st.DrawFn, name: str) -> str:
    """One field of any type."""
    kind = draw(st.sampled_from(["str", "int", "bool", "datetime", "enum"]))
    if kind == "enum":
        values = draw(
            st.lists(st.sampled_from(VALUES), min_size=2, max_size=5, unique_by=fields.constant)
        )
        kind = f"enum({','.join(values)})"
    return f"{name}:{kind}{draw(st.sampled_from(['', '', '?']))}"


@st.composite
def shapes(draw: st.DrawFn, root: Path = ROOT) -> Answers:
    """Words of a service that can be made."""
    longest = names.longest_name(root, product(root))
    name = draw(st.text(LETTERS + string.digits, min_size=1, max_size=longest))
    resource = draw(words(names.LONGEST_WORDS))
    field_names = draw(
        st.lists(
            st.one_of(st.sampled_from(EDGES), words(fields.LONGEST)).filter(
                lambda each: _passes(fields.check_field_name, each)
            ),
            min_size=1,
            max_size=8,
            unique_by=lambda each: each.replace("_", ""),
        )
    )
    lists_ = draw(
        st.lists(
            st.lists(st.sampled_from(field_names), min_size=1, max_size=3, unique=True),
            max_size=3,
            unique_by=frozenset,
        )
    )
    orders = st.sampled_from(["", " newest first", " oldest first"])
    answers = Answers(
        name=name,
        resource=resource,
        fields=" ".join(draw(field_texts(each)) for each in field_names),
        queries=", ".join(f"by {' and '.join(each)}{draw(orders)}" for each in lists_),
    )
    assume(_passes(taken.check_free, name, root) and _passes(shape, answers, root, product(root)))
    return answers


def some_shapes(count: int, number: int) -> list[Answers]:
    """So many services at random that can stand beside each other; the same for a number."""
    drawn = {_looks(EXTREME.name): EXTREME}

    @seed(number)
    @settings(
        max_examples=DRAWS * (count + 1),
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(shapes())
    def draw(each: Answers) -> None:
        if len(drawn) <= count:
            drawn.setdefault(_looks(each.name), each)

    draw()
    assert len(drawn) == count + 1, f"{len(drawn) - 1} of {count} services: draw more often"
    return list(drawn.values())[1:]


def _looks(name: str) -> str:
    """The name without its number: readers take two that differ by no more for each other."""
    return names.singular(name).removesuffix("e")
