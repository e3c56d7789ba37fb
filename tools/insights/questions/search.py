"""The index template of the lines that OpenSearch finds: the views' columns as its fields."""

import json
from pathlib import Path
from typing import Any

COLUMNS = Path("analytics/columns.json")
VIEW_COLUMNS = Path("analytics/view_columns.json")
TEMPLATE = Path("analytics/search/index_template.json")
TIME, TIME_OF_LINES = "@timestamp", "request_time_epoch"
LONGEST_WORD = 1024
"""Characters by which a field is grouped; longer ones are kept, and not found."""
TYPES: dict[str, dict[str, Any]] = {
    "varchar": {"type": "keyword", "ignore_above": LONGEST_WORD},
    "integer": {"type": "integer", "ignore_malformed": True},
    "bigint": {"type": "long", "ignore_malformed": True},
    "double": {"type": "double", "ignore_malformed": True},
}
SPECIAL: dict[str, dict[str, Any]] = {
    TIME: {"type": "date", "format": "epoch_millis", "ignore_malformed": True},
    "source_ip": {"type": "ip", "ignore_malformed": True},
}


def template() -> str:
    """The text of the template; every field of a line has a type, and an odd value fails none."""
    kinds = dict(each.split() for each in _read(VIEW_COLUMNS)["access_logs"])
    fields = [each for each in _read(COLUMNS)["access_log_lines"] if each != TIME_OF_LINES]
    properties = {name: TYPES[kinds[name]] for name in sorted(fields)} | SPECIAL
    mappings = {"dynamic": False, "properties": dict(sorted(properties.items()))}
    body = {"index_patterns": ["access-logs*"], "template": {"mappings": mappings}}
    return json.dumps(body, indent=2) + "\n"


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
