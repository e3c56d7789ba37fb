"""Words that make no service are refused with one sentence."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.harness.tree import ROOT
from tools.adopt.service import leaving, owners, taken
from tools.adopt.service.shape import Answers, shape
from tools.command import CommandError

GOOD = {"name": "payments", "resource": "payment", "fields": "amount:int"}

BAD = [
    ("name", "Payments", "is no name of a service"),
    ("name", "gift-cards", "is no name of a service"),
    ("name", "gift_cards", "is no name of a service"),
    ("name", "1st", "is no name of a service"),
    ("name", "../etc", "is no name of a service"),
    ("name", "", "is no name of a service"),
    ("name", "class", "a word of Python"),
    ("name", "match", "a word of Python"),
    ("name", "awsbilling", "AWS's own names"),
    ("name", "platform", "a folder of terraform"),
    ("name", "gateway", "a folder of terraform"),
    ("name", "bootstrap", "a folder of terraform"),
    ("name", "health", "the gateway's own path"),
    ("name", "deploy", "a target of the Makefile"),
    ("name", "requests", "a library that logs by that name"),
    ("name", "tests", "means something else"),
    ("name", "p" * 31, "characters"),
    ("resource", "payments", "looks like a plural"),
    ("resource", "Payment", "is no noun for code"),
    ("resource", "gift card", "is no noun for code"),
    ("resource", "return", "a word of Python"),
    ("resource", "none", "a word of Python"),
    ("resource", "value_error", "a word of Python"),
    ("resource", "request", "means something else"),
    ("resource", "list", "means something else"),
    ("resource", "x" * 25, "is no noun for code"),
    ("fields", "amount", "is no field"),
    ("fields", "amount:", "is no field"),
    ("fields", "amount:float", "cannot be of type"),
    ("fields", "amount:int status:enum(a", "is no field"),
    ("fields", "status:enum(a)", "two values or more"),
    ("fields", "status:enum()", "two values or more"),
    ("fields", "status:enum(a-b,a_b)", "one name in Python"),
    ("fields", "status:enum(1,2)", "is no value"),
    ("fields", "id:str", "every thing has id"),
    ("fields", "tenant:str", "every thing has tenant"),
    ("fields", "pk:str", "keys of the table"),
    ("fields", "class:str", "a word of Python"),
    ("fields", "l:str", "looks like the digit 1"),
    ("fields", "model_dump:str", "code of bodies"),
    ("fields", "json:str", "code of bodies"),
    ("fields", "str:int", "code of bodies"),
    ("fields", "mro:str", "code of bodies"),
    ("fields", "register:bool?", "code of bodies"),
    ("fields", "Amount:int", "is no name of a field"),
    ("fields", "line_1:int line1:int", "two fields are called line1"),
    ("fields", "a:int a:int", "two fields are called a"),
    ("fields", "", "a thing has fields"),
    ("queries", "customer", "is no list"),
    ("queries", "by", "is no list"),
    ("queries", "by customer cheapest first", "is no list"),
    ("queries", "by customer, by customer oldest first", "two lists by customer"),
    ("queries", "by id", "every thing has id"),
    ("queries", "by a and a", "different fields"),
]  # fmt: skip


@pytest.mark.parametrize(("argument", "word", "reason"), BAD)
def test_a_bad_word_is_refused(argument: str, word: str, reason: str) -> None:
    with pytest.raises(CommandError) as refused:
        shape(Answers(**GOOD | {argument: word}), ROOT, "groundplan")

    sentence = str(refused.value)
    assert reason in sentence
    assert "\n" not in sentence


THERE = sorted(path.parent.name for path in ROOT.glob("services/*/main.py"))


@pytest.mark.parametrize("name", THERE)
def test_the_name_of_a_service_that_is_there_is_taken(name: str) -> None:
    with pytest.raises(CommandError, match=f"there is a service {name}"):
        taken.check_free(name, ROOT)


@pytest.mark.parametrize("name", [f"{name}s".removesuffix("ss") for name in THERE])
def test_a_name_that_differs_by_number_alone_is_taken(name: str) -> None:
    with pytest.raises(CommandError, match="one word in singular and plural"):
        taken.check_free(name, ROOT)


def test_a_folder_with_nothing_but_pythons_caches_takes_no_name(tmp_path: Path) -> None:
    cache = tmp_path / "services/parcels/tests/__pycache__"
    cache.mkdir(parents=True)
    (cache / "test_parcels.cpython-313.pyc").touch()
    taken.check_free("parcels", tmp_path)
    taken.check_free("parcel", tmp_path)

    (cache.parent / "notes.md").touch()
    with pytest.raises(CommandError, match="there is a service parcels"):
        taken.check_free("parcels", tmp_path)


@pytest.mark.parametrize("name", ["", "Billing", "class", "b" * 31, *THERE])
def test_a_refused_new_name_is_named_by_its_argument(name: str) -> None:
    with pytest.raises(CommandError) as refused:
        leaving.check_new_name(name, ROOT)

    assert not re.search(r"another NAME|: NAME=", str(refused.value))


@pytest.mark.parametrize("owner", ["acme", "@", "not an owner", "@acme/", "@a/b/c", " "])
def test_who_is_nobody_on_github_owns_no_service(owner: str) -> None:
    with pytest.raises(CommandError, match="owns nothing on GitHub"):
        owners.check_owner(owner)


@pytest.mark.parametrize("owner", ["@acme/team", "@me", "@acme/a @b", "me@acme.example"])
def test_teams_people_and_addresses_own_services(owner: str) -> None:
    owners.check_owner(owner)


def test_the_examples_words_make_a_service() -> None:
    fields = "amount:int currency:str status:enum(pending,paid)"
    answers = Answers("payments", "payment", fields, "by customer newest first")

    service = shape(answers, ROOT, "groundplan")

    assert service.path == "/payments"
    assert [field.name for field in service.fields] == ["customer", "amount", "currency", "status"]
    assert service.prefix == "pay"


def test_the_class_of_a_fields_values_is_no_word_of_python() -> None:
    answers = Answers("payments", "payment", "none:enum(a,b) value_error:enum(a,b)")

    fields = shape(answers, ROOT, "groundplan").fields

    assert [field.enum for field in fields] == ["NoneKind", "ValueErrorKind"]


def test_a_service_of_another_name_has_its_things_below() -> None:
    assert shape(Answers("billing", "gift_card", "a:int"), ROOT, "p").path == "/billing/gift-cards"
    assert shape(Answers("people", "person", "a:int", plural="people"), ROOT, "p").path == "/people"


def test_a_thing_whose_name_ends_like_a_plural_needs_one() -> None:
    answers = Answers("broadcasts", "news", "a:int", plural="news_items")

    assert shape(answers, ROOT, "groundplan").path == "/broadcasts/news-items"
    with pytest.raises(CommandError, match=r"news looks like a plural.*; where news is one, give"):
        shape(replace(answers, plural=""), ROOT, "groundplan")


def test_a_services_owners_stand_before_those_of_all_contracts_and_go_again() -> None:
    text = "* @a\n/terraform/ @b\n/services/*/openapi.json @c\n"

    written = owners.with_service(text, "payments")

    assert written.splitlines()[2:4] == [
        "/services/payments/         @a",
        "/terraform/services/payments/ @b",
    ]
    assert owners.without_service(written, "payments") == text
    assert "@team" in owners.with_service(text, "payments", "@team").splitlines()[3]
