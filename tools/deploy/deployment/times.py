"""The usual duration of a place's steps: that of the last time."""

import json
import threading
from pathlib import Path

from tools.deploy.where.place import Place


class Times:
    """Seconds by step in a file on this machine; an unreadable file counts as empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self.seconds = self._read()

    @classmethod
    def of(cls, place: Place) -> "Times":
        """The file of a place, beside Terraform's data."""
        return cls(place.cloud.terraform_folder / place.name / "times.json")

    def keep(self, step: str, seconds: float) -> None:
        """Record the duration of a step."""
        with self._lock:
            self.seconds[step] = round(seconds, 1)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(json.dumps(self.seconds, indent=1), encoding="utf-8")

    def _read(self) -> dict[str, float]:
        try:
            seconds: dict[str, float] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return seconds
