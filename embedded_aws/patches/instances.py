"""moto remembers every object it ever made, for tests; a server that runs for days must not."""

from typing import Any

from moto.core.common_models import BaseModel


def install() -> None:
    """Make instances without keeping them."""
    BaseModel.__new__ = _made


def _made(cls: type, *_: Any, **__: Any) -> Any:
    return object.__new__(cls)
