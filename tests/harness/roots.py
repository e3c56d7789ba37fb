"""What a service's Terraform root says, read as data."""

from pathlib import Path
from typing import Any

import hcl2

ROOT = Path(__file__).parents[2]


def module_call(service: str) -> dict[str, Any]:
    """The `module` block of the service's root."""
    with (ROOT / f"terraform/services/{service}/main.tf").open() as file:
        [block] = hcl2.load(file)["module"]
    [call] = block.values()
    return {key: plain(value) for key, value in call.items()}


def plain(value: Any) -> Any:
    """The value without the quotes that hcl2 keeps."""
    if isinstance(value, dict):
        return {key.strip('"'): plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return value.strip('"') if isinstance(value, str) else value
