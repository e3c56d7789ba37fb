"""Fields and dashboards that OpenSearch gets of the access log."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.insights.questions.search import TEMPLATE, TIME

DASHBOARDS = Path("analytics/search/dashboards.ndjson")
OBJECTS = [json.loads(line) for line in DASHBOARDS.read_text(encoding="utf-8").splitlines()]
FIELDS: dict[str, Any] = json.loads(TEMPLATE.read_text(encoding="utf-8"))["template"]["mappings"][
    "properties"
]
LOGGED: list[str] = json.loads(Path("analytics/columns.json").read_text(encoding="utf-8"))[
    "access_log_lines"
]
PIPELINE = Path("terraform/modules/log_search/pipeline.yaml.tftpl").read_text(encoding="utf-8")


def test_every_field_of_a_line_has_a_type() -> None:
    renamed = dict(re.findall(r"from_key: (\S+)\n\s+to_key: \"(\S+)\"", PIPELINE))

    assert set(FIELDS) == {renamed.get(name, name) for name in LOGGED}
    assert renamed == {"request_time_epoch": TIME}


def test_an_odd_value_fails_no_document() -> None:
    strict = [name for name, each in FIELDS.items() if each["type"] != "keyword"]

    assert [name for name in strict if not FIELDS[name]["ignore_malformed"]] == []
    assert all("ignore_above" in each for each in FIELDS.values() if each["type"] == "keyword")


def test_dashboards_ask_for_fields_that_there_are() -> None:
    assert set(_asked()) - set(FIELDS) == set()
    assert len(set(_asked())) > 5


@pytest.mark.parametrize("one", OBJECTS, ids=lambda each: each["id"])
def test_what_an_object_refers_to_is_imported_with_it(one: dict[str, Any]) -> None:
    known = {(each["type"], each["id"]) for each in OBJECTS}

    assert {(each["type"], each["id"]) for each in one["references"]} <= known


def _asked() -> Iterator[str]:
    for each in OBJECTS:
        state = json.loads(each["attributes"].get("visState", "{}"))
        yield from (
            one["params"]["field"] for one in state.get("aggs", ()) if one["params"].get("field")
        )
        if each["type"] == "index-pattern":
            yield each["attributes"]["timeFieldName"]
