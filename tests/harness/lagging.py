"""A client whose reads hear of no write, unless they ask for what is true now."""

from typing import Any


class Lagging:
    """Answers reads that are not consistent as a replica does that has everything to catch up."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def get_item(self, **request: Any) -> Any:
        return self._client.get_item(**request) if request.get("ConsistentRead") else {}

    def query(self, **request: Any) -> Any:
        return self._client.query(**request) if request.get("ConsistentRead") else {"Items": []}
