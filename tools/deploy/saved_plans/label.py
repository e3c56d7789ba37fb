"""The label of a saved plan: all that has to be as it was, for the plan to be applied."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from tools.deploy.terraform.run import StateMark

FORMAT = 1


@dataclass(frozen=True)
class Label:
    """The origin of a saved plan."""

    root: str
    environment: str
    region: str
    account: str
    commit: str
    tree: str
    """git's name of all files of the commit: a merge commit has those of the branch it merged."""
    planned: str
    state: StateMark
    reads: str = ""
    """A digest of what the plan has read of other roots."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The files that an apply reads, with digests of their contents."""
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """The time at which it was planned."""
        return datetime.fromisoformat(self.planned)

    def written(self) -> bytes:
        """The label in one line."""
        return json.dumps(asdict(self), sort_keys=True).encode()


def read(line: bytes) -> Label:
    """The label of such a line; ValueError when it is none."""
    try:
        values: dict[str, Any] = json.loads(line)
        if values["format"] != FORMAT:
            raise ValueError(f"it is of format {values['format']}")
        return Label(**{**values, "state": StateMark(**values["state"])})
    except (KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError(f"it has no label: {error}") from error
