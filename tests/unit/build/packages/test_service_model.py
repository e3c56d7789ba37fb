"""botocore's description of an AWS service, cut to the called operations."""

import gzip
import json
from pathlib import Path
from typing import Any

from tools.build.packages.service_model import trim_service, trimmed

DESCRIPTION: dict[str, Any] = {
    "metadata": {"serviceId": "Sample"},
    "documentation": "<p>Long.</p>",
    "operations": {
        "GetThing": {
            "name": "GetThing",
            "documentation": "<p>Long.</p>",
            "input": {"shape": "GetInput"},
            "errors": [{"shape": "Missing"}],
        },
        "DropThing": {"name": "DropThing", "input": {"shape": "DropInput"}},
    },
    "shapes": {
        "GetInput": {
            "type": "structure",
            "members": {
                "documentation": {"shape": "Text", "documentation": "<p>A member.</p>"},
                "Tree": {"shape": "Tree"},
            },
        },
        "Tree": {"type": "list", "member": {"shape": "Tree"}, "documentation": "<p>Itself.</p>"},
        "Text": {"type": "string"},
        "Missing": {"type": "structure", "members": {}, "exception": True},
        "DropInput": {"type": "structure", "members": {}},
    },
}


def test_only_operations_in_use_and_what_they_reach_are_kept() -> None:
    left = trimmed(DESCRIPTION, frozenset({"GetThing"}))

    assert set(left["operations"]) == {"GetThing"}
    assert set(left["shapes"]) == {"GetInput", "Tree", "Text", "Missing"}
    assert left["metadata"] == {"serviceId": "Sample"}


def test_texts_go_and_a_member_of_that_name_stays() -> None:
    left = trimmed(DESCRIPTION, frozenset({"GetThing"}))

    assert "<p>" not in json.dumps(left)
    assert left["shapes"]["GetInput"]["members"]["documentation"] == {"shape": "Text"}


def test_the_newest_version_is_kept_uncompressed(tmp_path: Path) -> None:
    (tmp_path / "2011-01-01").mkdir()
    newest = tmp_path / "2012-01-01"
    newest.mkdir()
    (newest / "service-2.json.gz").write_bytes(gzip.compress(json.dumps(DESCRIPTION).encode()))
    (newest / "examples-1.json").write_text("{}")

    trim_service(tmp_path, {"GetThing"})

    assert [path.name for path in tmp_path.rglob("*.*")] == ["service-2.json"]
    assert json.loads((newest / "service-2.json").read_text())["operations"].keys() == {"GetThing"}
