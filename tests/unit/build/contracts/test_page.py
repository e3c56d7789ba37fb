"""The HTML page of the contract."""

import re
from pathlib import Path
from typing import Any

import pytest

from tools.build.contracts.merge import public_contract
from tools.build.contracts.page import page

ROOT = Path(__file__).parents[4]


@pytest.fixture
def contract() -> dict[str, Any]:
    return public_contract(ROOT / "services", ["orders"])


def test_every_route_is_there_with_scope_and_examples(contract: dict[str, Any]) -> None:
    html = page(contract)

    assert html.count("<h2 id=") == sum(len(item) for item in contract["paths"].values())
    assert "scope <code>orders/write</code>, throttle class <code>write</code>" in html
    assert "There is no order ord_01JDGQ6T5XKZ9V8B7N6M5P4R3S of yours." in html


def test_parameters_say_what_they_allow(contract: dict[str, Any]) -> None:
    html = page(contract)

    assert "maximum: 100, minimum: 1, type: integer, default: 20" in html
    assert "placed | shipped | delivered | cancelled, type: string" in html


def test_the_page_asks_nothing_of_the_network(contract: dict[str, Any]) -> None:
    assert re.findall(r"<script|<link|<img|src=|https?://|@import|url\(", page(contract)) == []


def test_what_a_contract_says_is_text_on_the_page(contract: dict[str, Any]) -> None:
    contract["paths"]["/orders"]["get"]["summary"] = "<script>alert(1)</script>"

    assert "&lt;script&gt;alert(1)" in page(contract)
