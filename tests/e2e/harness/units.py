"""The units that DynamoDB bills, measured and as `make cost` counts them."""

import json
from pathlib import Path
from typing import Any

TRAFFIC = Path("docs/examples/traffic.json")


class Metered:
    """A client that adds up the units of its calls."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.reads = self.writes = 0.0

    def __getattr__(self, name: str) -> Any:
        def call(**request: Any) -> Any:
            answer = getattr(self._client, name)(**request, ReturnConsumedCapacity="TOTAL")
            units = answer["ConsumedCapacity"]["CapacityUnits"]
            if name == "put_item":
                self.writes += units
            else:
                self.reads += units
            return answer

        return call

    def taken(self) -> tuple[float, float]:
        """The units read and written since it was asked last."""
        taken = self.reads, self.writes
        self.reads = self.writes = 0.0
        return taken


def counted(route: str, indexes: int = 1) -> tuple[float, float]:
    """The units of a route in the traffic file."""
    each = json.loads(TRAFFIC.read_text(encoding="utf-8"))["routes"][route]
    writes = each.get("write_units", 0)
    return each.get("read_units", 0), writes + each.get("index_write_units", writes * indexes)
