"""A service's Terraform root, read as data."""

from pathlib import Path
from typing import Any

from tools import hcl

ROOT = Path(__file__).parents[2]


def module_call(service: str) -> dict[str, Any]:
    """The `module` block of the service's root."""
    [block] = hcl.read(ROOT / f"terraform/services/{service}/main.tf")["module"]
    [call] = block.values()
    return dict(call)
