"""No search for plugins of Pydantic, which looks through everything that is installed."""

import os


def begin(folder: str) -> None:
    """Set Pydantic's own variable, unless the function's configuration does."""
    del folder
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def end() -> None:
    """Nothing to undo: models may be made at any time."""
