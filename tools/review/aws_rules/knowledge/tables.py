"""The data files: what AWS's pages say, with the page and the date it was written down."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """A data file, read once."""
    held: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return held
