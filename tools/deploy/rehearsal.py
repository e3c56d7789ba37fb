"""An environment's values on an embedded AWS: what it would be, without an account of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from embedded_aws import ACCOUNT_ID
from tools.deploy.environment import DERIVED, Environment


@dataclass(frozen=True)
class Rehearsal(Environment):
    """Nothing but the account differs from the environment's own values, unless it is named."""

    changed: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_local(self) -> bool:
        """Its AWS is the embedded one."""
        return True

    @property
    def account_id(self) -> str:
        """The embedded AWS's."""
        return ACCOUNT_ID

    @property
    def values(self) -> dict[str, Any]:
        """The `environment` object of its values."""
        return {**self._filed, "account_ids": [ACCOUNT_ID], **self.changed}

    def var_file(self) -> Path:
        """What Terraform reads."""
        path = (DERIVED / f"rehearsed-{self.name}.tfvars.json").resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"environment": self.values}, indent=2), encoding="utf-8")
        return path
